package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// exactDigits is how many digits of a number spreadsheets keep and show.
const exactDigits = 15

// generalWidth is how many characters a number in the format General has at
// most: longer ones are rounded or get an exponent.
const generalWidth = 11

// Print is what is printed for a number. Doubt says why that is not certain,
// empty when it is; the text is then the number as it is stored. Dates count
// from 1904 in some workbooks.
func (f *NumberFormat) Print(value float64, from1904 bool) (text, doubt string) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return "", "the cell holds no number"
	}
	stored := strconv.FormatFloat(value, 'f', -1, 64)
	s, sign := f.section(value)
	switch {
	case s == nil && f != nil && f.text != nil:
		return f.printThroughText(value)
	case s == nil:
		return printGeneral(value)
	case s.doubt != "":
		return stored, s.doubt
	case s.date:
		if text, ok := s.printDate(value, from1904); ok {
			return text, ""
		}
		return stored, "the number format is a date that is not known"
	}
	return s.printNumber(value, sign)
}

// Text is what is printed for a text.
func (f *NumberFormat) Text(text string) string {
	if f == nil || f.text == nil {
		return text
	}
	return f.text.printText(text)
}

func (s *section) printText(text string) string {
	var b strings.Builder
	for _, t := range s.tokens {
		switch t.kind {
		case textPlace:
			b.WriteString(text)
		default:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// printThroughText prints a number in a cell that is formatted as text.
func (f *NumberFormat) printThroughText(value float64) (text, doubt string) {
	text, doubt = printGeneral(value)
	return f.text.printText(text), doubt
}

// section is the section for the value, nil when the format has none for
// numbers; sign says that a minus is to be printed before it.
func (f *NumberFormat) section(value float64) (s *section, sign bool) {
	if f == nil || len(f.numbers) == 0 {
		return nil, false
	}
	conditions := false
	for i := range f.numbers {
		conditions = conditions || f.numbers[i].condition != ""
	}
	if conditions {
		return f.conditional(value)
	}
	switch n := len(f.numbers); {
	case value < 0 && n > 1:
		return &f.numbers[1], false
	case value == 0 && n > 2:
		return &f.numbers[2], false
	}
	return &f.numbers[0], value < 0
}

// conditional is the section whose condition holds; one without a condition
// holds always.
func (f *NumberFormat) conditional(value float64) (s *section, sign bool) {
	for i := range f.numbers {
		s := &f.numbers[i]
		if !s.holds(value) {
			continue
		}
		if value < 0 {
			return &section{doubt: "the number format has conditions for a negative number"}, false
		}
		return s, false
	}
	return &section{doubt: "no condition of the number format holds"}, false
}

func (s *section) holds(value float64) bool {
	switch s.condition {
	case "<":
		return value < s.bound
	case "<=":
		return value <= s.bound
	case ">":
		return value > s.bound
	case ">=":
		return value >= s.bound
	case "=":
		return value == s.bound
	case "<>":
		return value != s.bound
	}
	return s.condition == ""
}

// printGeneral prints without a format: the digits of the number, without
// those that only the binary system makes.
func printGeneral(value float64) (text, doubt string) {
	text = decimalOf(value).String()
	if value < 0 && text != "0" {
		text = "-" + text
	}
	if len(strings.TrimPrefix(text, "-")) > generalWidth {
		doubt = "the number is too long to be shown without rounding"
	}
	return text, doubt
}

// decimal is a number that is not negative: digits, of which the last places
// are behind the point. Places may be negative or more than there are digits.
type decimal struct {
	digits string
	places int
}

// decimalOf is the magnitude of the value with the digits that spreadsheets
// keep.
func decimalOf(value float64) decimal {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(math.Abs(value), 'e', exactDigits-1, 64), "e")
	e, _ := strconv.Atoi(exponent) // FormatFloat wrote it
	digits := strings.Replace(mantissa, ".", "", 1)
	digits = strings.TrimRight(digits, "0")
	return decimal{digits, len(digits) - 1 - e}
}

// round keeps that many places, half away from zero.
func (d decimal) round(places int) decimal {
	drop := d.places - places
	if drop <= 0 {
		return d
	}
	if drop > len(d.digits) {
		return decimal{"", places}
	}
	kept, up := d.digits[:len(d.digits)-drop], d.digits[len(d.digits)-drop] >= '5'
	if !up {
		return decimal{kept, places}
	}
	digits := []byte("0" + kept)
	for i := len(digits) - 1; ; i-- {
		if digits[i] < '9' {
			digits[i]++
			break
		}
		digits[i] = '0'
	}
	return decimal{string(digits), places}
}

// split gives the digits before the point, without leading zeros, and those
// behind it, places of them at least.
func (d decimal) split(places int) (whole, fraction string) {
	digits := d.digits
	if d.places < 0 {
		digits += strings.Repeat("0", -d.places)
		d.places = 0
	}
	if missing := d.places - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction = digits[:len(digits)-d.places], digits[len(digits)-d.places:]
	if missing := places - len(fraction); missing > 0 {
		fraction += strings.Repeat("0", missing)
	}
	return strings.TrimLeft(whole, "0"), fraction
}

func (d decimal) String() string {
	whole, fraction := d.split(0)
	if whole == "" {
		whole = "0"
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		return whole + "." + fraction
	}
	return whole
}

// shape is what the placeholders of a section ask for.
type shape struct {
	whole, places int // placeholders before and behind the point
	grouped       bool
	shift         int  // places that the point moves to the right
	general       bool // General among literals
}

func (s *section) shape() shape {
	var h shape
	behind, pending := false, 0
	for _, t := range s.tokens {
		switch t.kind {
		case digit:
			if behind {
				h.places++
				break
			}
			h.grouped = h.grouped || pending > 0
			pending = 0
			h.whole++
		case comma:
			if h.whole > 0 {
				pending++
			}
		case point:
			behind = true
		case percent:
			h.shift += 2
		case general:
			h.general = true
		}
	}
	h.shift -= 3 * pending // commas behind the last placeholder divide
	return h
}

// printNumber prints the magnitude of the value in the section.
func (s *section) printNumber(value float64, sign bool) (text, doubt string) {
	h := s.shape()
	d := decimalOf(value)
	d.places -= h.shift
	d = d.round(h.places)
	whole, fraction := d.split(h.places)
	if sign && strings.Trim(whole+fraction, "0") == "" {
		sign = false
	}
	var b strings.Builder
	if sign {
		b.WriteByte('-')
	}
	used, behind := 0, 0
	inFraction := false
	for _, t := range s.tokens {
		switch t.kind {
		case digit:
			if inFraction {
				b.WriteString(fractionDigit(t.text, fraction, behind))
				behind++
				break
			}
			b.WriteString(wholeDigits(t.text, whole, h.whole-used-1, used == 0, h.grouped))
			used++
		case point:
			if h.whole == 0 && !inFraction {
				b.WriteString(whole)
			}
			inFraction = true
			b.WriteByte('.')
		case comma:
		case general:
			general, unsure := printGeneral(math.Abs(value))
			b.WriteString(general)
			doubt = unsure
		default:
			b.WriteString(t.text)
		}
	}
	return strings.TrimSpace(b.String()), doubt
}

// wholeDigits is what a placeholder before the point prints: the digit with
// that many placeholders to its right; the first of them also all digits to its
// left.
func wholeDigits(placeholder, whole string, right int, first, grouped bool) string {
	var b strings.Builder
	emit := func(digit byte, right int) {
		b.WriteByte(digit)
		if grouped && right > 0 && right%3 == 0 {
			b.WriteByte(',')
		}
	}
	at := len(whole) - 1 - right
	if first {
		for i := 0; i < at; i++ {
			emit(whole[i], len(whole)-1-i)
		}
	}
	switch {
	case at >= 0:
		emit(whole[at], right)
	case placeholder == "0":
		emit('0', right)
	case placeholder == "?":
		b.WriteByte(' ')
	}
	return b.String()
}

// fractionDigit is what a placeholder behind the point prints; # prints no
// zeros at the end.
func fractionDigit(placeholder, fraction string, at int) string {
	if at < len(fraction) && (placeholder == "0" || strings.Trim(fraction[at:], "0") != "") {
		return fraction[at : at+1]
	}
	if placeholder == "?" {
		return " "
	}
	return ""
}

// lastSerial is 31 December 9999, the last day that spreadsheets know.
const lastSerial = 2_958_465

// printDate prints a day and time counted in days. It is not ok for formats
// and days that it does not know.
func (s *section) printDate(value float64, from1904 bool) (text string, ok bool) {
	if value < 0 || value > lastSerial {
		return "", false
	}
	day := math.Floor(value)
	seconds := math.Round((value - day) * 24 * 60 * 60)
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day < 61:
		// Spreadsheets have a 29 February 1900, which there was not.
		base = base.AddDate(0, 0, 1)
	}
	if !from1904 && day == 60 {
		return "", false
	}
	at := base.AddDate(0, 0, int(day)).Add(time.Duration(seconds) * time.Second)
	var b strings.Builder
	for i, t := range s.tokens {
		part := t.text
		if t.kind == datePart {
			if part, ok = s.datePart(i, at); !ok {
				return "", false
			}
		} else if t.kind == noon {
			return "", false
		}
		b.WriteString(part)
	}
	return strings.TrimSpace(b.String()), true
}

// datePart prints the part of a date at i in the section.
func (s *section) datePart(i int, at time.Time) (text string, ok bool) {
	t := strings.ToLower(s.tokens[i].text)
	padded := func(n int) (string, bool) {
		text := strconv.Itoa(n)
		if len(t) == 2 && len(text) == 1 {
			text = "0" + text
		}
		return text, len(t) <= 2
	}
	switch t[0] {
	case 'y', 'e':
		if t == "yy" {
			return at.Format("06"), true
		}
		return at.Format("2006"), true
	case 'm':
		if s.minutes(i) {
			return padded(at.Minute())
		}
		return padded(int(at.Month()))
	case 'd':
		return padded(at.Day())
	case 'h':
		return padded(at.Hour())
	}
	return padded(at.Second())
}

// minutes reports whether the m at i stands for minutes: behind hours or before
// seconds.
func (s *section) minutes(i int) bool {
	for before := i - 1; before >= 0; before-- {
		if s.tokens[before].kind == datePart {
			if s.tokens[before].text[0]|0x20 == 'h' {
				return true
			}
			break
		}
	}
	for after := i + 1; after < len(s.tokens); after++ {
		if s.tokens[after].kind == datePart {
			return s.tokens[after].text[0]|0x20 == 's'
		}
	}
	return false
}
