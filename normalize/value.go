package normalize

import (
	"cmp"
	"regexp"
	"strings"

	"gongkai"
)

// readValues decides the state of every cell and reads its number.
func readValues(r *gongkai.Report) {
	doubtGroup(r)
	for ref, v := range r.Cells() {
		signed := ref.Column == gongkai.ItemsChange.String()
		doubt := v.Uncertain
		if r.ByOCR(v) {
			v.Uncertain = "" // which digits were meant is in doubt, not that they are a number
		}
		readValue(v, signed)
		v.Uncertain = cmp.Or(doubt, v.Uncertain)
		report := func(code gongkai.Code) {
			find(r, gongkai.Finding{Code: code, Cells: []gongkai.CellRef{ref}, Found: v.Printed, Detail: v.Uncertain, Location: v.Location})
		}
		_, whole := v.Number.Int64()
		switch {
		case v.Uncertain != "":
			report(gongkai.UncertainCell)
		case v.State == gongkai.Text:
			report(gongkai.NotANumber)
		case v.State == gongkai.Number && v.Number.Sign() < 0 && !signed:
			report(gongkai.NegativeCount)
		case v.State == gongkai.Number && !whole && ref.Column != gongkai.Amount.String() && !money[v.Unit]:
			report(gongkai.FractionalCount)
		}
	}
}

// doubtGroups doubts the cells of （六）其他处理 where the group prints a number of
// its own and its rows print others: which of them the total counts is open.
func doubtGroups(r *gongkai.Report) {
	if r.Requests == nil {
		return
	}
	for column := range gongkai.ApplicantCount {
		group := &r.Requests[gongkai.Other][column]
		var sum gongkai.Decimal
		rows := 0
		for row := gongkai.OtherNotCorrected; row <= gongkai.OtherRemaining; row++ {
			if v := r.Requests[row][column]; v.State == gongkai.Number {
				sum, _ = sum.Add(v.Number)
				rows++
			}
		}
		if group.State == gongkai.Number && rows > 0 && group.Number.Cmp(sum) != 0 {
			group.Uncertain = "the group and its rows print different numbers"
			find(r, gongkai.Finding{Code: gongkai.UncertainCell, Cells: []gongkai.CellRef{requestCell(gongkai.Other, column)},
				Expected: sum.String(), Found: group.Printed, Detail: group.Uncertain, Location: group.Location})
		}
	}
}

// doubtGroup doubts the one number in the rows of （六）其他处理 over or under blanks
// where it may be the group's: in converter text, which writes a number that
// spans the three rows in the first, and where a page ends between the rows,
// because the parts of a cell that spans them look like cells.
func doubtGroup(r *gongkai.Report) {
	if r.Requests == nil {
		return
	}
	for column := range gongkai.ApplicantCount {
		var stated []*gongkai.Value
		cut, rows := false, 0
		for row := gongkai.OtherNotCorrected; row <= gongkai.OtherRemaining; row++ {
			v := &r.Requests[row][column]
			cut = cut || v.Page != r.Requests[gongkai.OtherNotCorrected][column].Page
			if v.State != gongkai.Absent {
				rows++
			}
			if v.Printed != "" {
				stated = append(stated, v)
			}
		}
		if rows < 3 || len(stated) != 1 || stated[0].Uncertain != "" {
			continue
		}
		first := stated[0] == &r.Requests[gongkai.OtherNotCorrected][column]
		if cut || first && r.Source.Format == gongkai.FormatText {
			stated[0].Uncertain = "the number may be of one row or of the three rows of its group"
		}
	}
}

// dashes are what cells print for "not applicable". A single "-" before digits
// is a sign and never gets here.
var dashes = map[string]bool{
	"/": true, "//": true, "\\": true, "-": true, "--": true, "—": true, "——": true, "－": true, "–": true,
	"−": true, "―": true, "─": true, "无": true, "○": true, "〇": true, "无。": true, "*": true,
}

var (
	plainNumber  = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)
	thousands    = regexp.MustCompile(`^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
	leadingZero  = regexp.MustCompile(`^[+-]?0[0-9]`)
	numberUnit   = regexp.MustCompile(`^([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)(\p{Han}{1,3})$`)
	signedChange = regexp.MustCompile(`^(增加了?|新增|增|减少了?|减)([0-9]+)(\p{Han}{0,2})$`)
	digitsBroken = regexp.MustCompile(`[0-9.][\s]+[0-9.]`)
)

// units that may be glued to a number. Anything else behind a number makes it
// text: 余 and 多 are no units.
var units = map[string]bool{
	"件": true, "条": true, "个": true, "项": true, "宗": true, "份": true, "起": true, "次": true, "篇": true, "笔": true,
	"人": true, "人次": true, "件次": true, "条次": true, "例": true, "元": true, "千元": true, "万元": true, "亿元": true,
}

// noteBehind is what cells print behind a number to say something about it:
// words in brackets, "28（其中修订16件）", or the mark of a footnote. A bracket of
// digits alone may be anything, and is no note.
var noteBehind = regexp.MustCompile(`(?s)^(\s*[+\-－]?[0-9０-９].*?)(?:[（(〔]([^（()）〔〕]*\p{Han}[^（()）〔〕]*)[）)〕]|[\[［][0-9]{1,2}[\]］]|[①-⑳*＊※]|注[0-9]?)\s*$`)

// cutNote removes a note from behind a number. A unit in brackets stays.
func cutNote(printed string) string {
	m := noteBehind.FindStringSubmatch(printed)
	switch {
	case m == nil:
		return printed
	case units[squeeze(m[2])]:
		return m[1] + m[2]
	}
	return m[1]
}

// readValue sets v's state, number and unit from what is printed. Signed allows
// changes in words ("增15", "减3").
func readValue(v *gongkai.Value, signed bool) {
	stated := cutNote(v.Printed)
	if digitsBroken.MatchString(stated) && v.Uncertain == "" {
		v.Uncertain = "white space between digits"
	}
	text := squeeze(stated)
	switch {
	case text == "":
		v.State = gongkai.Blank
		return
	case dashes[text]:
		v.State = gongkai.Dash
		return
	}
	v.State = gongkai.Text
	if text == "一" && v.Uncertain == "" {
		v.Uncertain = "一 may be a dash or the number one"
	}
	number, unit := text, ""
	if m := numberUnit.FindStringSubmatch(text); m != nil && units[m[2]] {
		number, unit = m[1], m[2]
	} else if m := signedChange.FindStringSubmatch(text); m != nil && signed && (m[3] == "" || units[m[3]]) {
		number, unit = m[2], m[3]
		if strings.HasPrefix(m[1], "减") {
			number = "-" + number
		}
	}
	if thousands.MatchString(number) {
		number = strings.ReplaceAll(number, ",", "")
	}
	if !plainNumber.MatchString(number) || v.Uncertain != "" {
		return
	}
	if leadingZero.MatchString(number) {
		v.Uncertain = "a number that begins with 0"
		return
	}
	d, err := gongkai.ParseDecimal(number)
	if err != nil {
		v.Uncertain = err.Error()
		return
	}
	v.State, v.Number = gongkai.Number, d
	if unit != "" {
		v.Unit = unit
	}
}

// squeeze removes white space and makes full-width digits and signs ASCII.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF: // most are in this block
			return r
		case strings.ContainsRune(" \t\n\r\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff", r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '，':
			return ','
		case r == '＋':
			return '+'
		case r == '－' || r == '−' || r == '﹣':
			return '-'
		case r == '／':
			return '/'
		}
		return r
	}, s)
}
