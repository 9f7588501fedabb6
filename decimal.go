package gongkai

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Bounds of a Decimal. Six decimals of 万元 are one 分, eight of 亿元 are one
// 分; eighteen digits are more than any agency counts. A number outside them is
// kept as text, never rounded.
const (
	MaxDecimalDigits = 18
	MaxDecimalScale  = 8
)

// ErrDecimal says that a text is not a number that Decimal can hold exactly.
var ErrDecimal = errors.New("not an exact decimal")

// Decimal is an exact decimal number: coefficient × 10^-scale. It keeps the
// trailing zeros that were printed ("18.8710" has scale 4). The zero value is
// the number 0.
type Decimal struct {
	coefficient int64
	scale       uint8
}

// Int returns n as a Decimal of scale 0.
func Int(n int64) Decimal { return Decimal{coefficient: n} }

// ParseDecimal reads an optional sign, ASCII digits and at most one point with
// digits on both sides. It returns ErrDecimal for anything else, and for
// numbers of more than MaxDecimalDigits digits or MaxDecimalScale decimals.
func ParseDecimal(s string) (Decimal, error) {
	digits, negative := s, false
	if strings.HasPrefix(digits, "+") || strings.HasPrefix(digits, "-") {
		negative = digits[0] == '-'
		digits = digits[1:]
	}
	whole, fraction, pointed := strings.Cut(digits, ".")
	if whole == "" || pointed && fraction == "" {
		return Decimal{}, fmt.Errorf("%w: %q", ErrDecimal, s)
	}
	if len(fraction) > MaxDecimalScale {
		return Decimal{}, fmt.Errorf("%w: %q has more than %d decimals", ErrDecimal, s, MaxDecimalScale)
	}
	var n int64
	count := 0
	for _, c := range []byte(whole + fraction) {
		if c < '0' || c > '9' {
			return Decimal{}, fmt.Errorf("%w: %q", ErrDecimal, s)
		}
		if n != 0 || c != '0' {
			count++
		}
		if count > MaxDecimalDigits {
			return Decimal{}, fmt.Errorf("%w: %q has more than %d digits", ErrDecimal, s, MaxDecimalDigits)
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		n = -n
	}
	return Decimal{coefficient: n, scale: uint8(len(fraction))}, nil
}

// String writes the number with exactly the decimals it has.
func (d Decimal) String() string {
	sign, n := "", d.coefficient
	if n < 0 {
		sign, n = "-", -n
	}
	if d.scale == 0 {
		return fmt.Sprintf("%s%d", sign, n)
	}
	s := fmt.Sprintf("%0*d", int(d.scale)+1, n)
	point := len(s) - int(d.scale)
	return sign + s[:point] + "." + s[point:]
}

// Scale is the number of decimals that were printed.
func (d Decimal) Scale() int { return int(d.scale) }

// Sign is -1, 0 or +1.
func (d Decimal) Sign() int {
	switch {
	case d.coefficient < 0:
		return -1
	case d.coefficient > 0:
		return 1
	}
	return 0
}

// Int64 returns the number as an integer, and false when it has a non-zero
// fraction.
func (d Decimal) Int64() (int64, bool) {
	n := d.coefficient
	for range d.scale {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	return n, true
}

// Scaled returns the coefficient that the number has at the given scale, and
// false when it does not fit exactly into an int64.
func (d Decimal) Scaled(scale int) (int64, bool) {
	n := d.coefficient
	for s := int(d.scale); s > scale; s-- {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	for s := int(d.scale); s < scale; s++ {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return 0, false
		}
		n *= 10
	}
	return n, true
}

// Add returns d + e, and false when the sum is too large to be exact.
func (d Decimal) Add(e Decimal) (Decimal, bool) {
	scale := max(d.scale, e.scale)
	a, okA := d.Scaled(int(scale))
	b, okB := e.Scaled(int(scale))
	sum := a + b
	if !okA || !okB || (b > 0 && sum < a) || (b < 0 && sum > a) {
		return Decimal{}, false
	}
	return Decimal{coefficient: sum, scale: scale}, true
}

// Neg returns -d.
func (d Decimal) Neg() Decimal { return Decimal{coefficient: -d.coefficient, scale: d.scale} }

// Cmp compares the numbers, not their printed form: 1.0 equals 1. Numbers too
// far apart in scale to compare in an int64 are compared by whole part first.
func (d Decimal) Cmp(e Decimal) int {
	scale := int(max(d.scale, e.scale))
	a, okA := d.Scaled(scale)
	b, okB := e.Scaled(scale)
	if okA && okB {
		return compare(a, b)
	}
	// Only the number with fewer decimals can overflow, and then its magnitude
	// exceeds the other's.
	if !okA {
		return d.Sign()
	}
	return -e.Sign()
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
