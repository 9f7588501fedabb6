package normalize

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"gongkai"
)

// Successive compares the reports of one agency on two years, one after the
// other. It is the caller who knows that they are of one agency; reports whose
// years do not follow each other, or are not known, give no finding.
//
// The findings are about the current report, their cells are its cells:
//
//   - carried-over-differs: carried_in is not what the previous report carried
//     out, column by column
//   - in-force-differs: documents in force are not last year's plus those issued
//     less those repealed (cn-2021)
//   - copied-section: a section repeats last year's; Found is the share of it
//
// Only cells that state a number beyond doubt in both reports are compared.
func Successive(previous, current *gongkai.Report) []gongkai.Finding {
	if previous.Year == 0 || current.Year != previous.Year+1 {
		return nil
	}
	var findings []gongkai.Finding
	findings = append(findings, carriedOver(previous, current)...)
	findings = append(findings, inForce(previous, current)...)
	return append(findings, copied(previous, current)...)
}

// carriedOver compares 上年结转 with last year's 结转下年度, in one finding.
func carriedOver(previous, current *gongkai.Report) []gongkai.Finding {
	f := gongkai.Finding{Code: gongkai.CarriedOverDiffers}
	var out, in, detail []string
	for column := range gongkai.ApplicantCount {
		from, to := requestCell(gongkai.CarriedOut, column), requestCell(gongkai.CarriedIn, column)
		was, ok := total(previous, []gongkai.CellRef{from})
		is, stated := total(current, []gongkai.CellRef{to})
		if !ok || !stated || was == is {
			continue
		}
		f.Cells = append(f.Cells, to)
		out, in = append(out, strconv.FormatInt(was, 10)), append(in, strconv.FormatInt(is, 10))
		detail = append(detail, fmt.Sprintf("%s %d ≠ %d", column, was, is))
	}
	if len(f.Cells) == 0 {
		return nil
	}
	f.Expected, f.Found, f.Detail = strings.Join(out, ", "), strings.Join(in, ", "), strings.Join(detail, "; ")
	f.Location = current.At(f.Cells[0]).Location
	return []gongkai.Finding{f}
}

// inForce checks the count of documents in force against last year's.
func inForce(previous, current *gongkai.Report) []gongkai.Finding {
	var findings []gongkai.Finding
	for _, row := range []gongkai.ProactiveRow{gongkai.Regulations, gongkai.NormativeDocuments} {
		number := func(r *gongkai.Report, column gongkai.ProactiveColumn) (int64, bool) {
			return total(r, proactiveCells(row, column)(r))
		}
		last, known := number(previous, gongkai.InForce)
		issued, haveIssued := number(current, gongkai.Issued)
		repealed, haveRepealed := number(current, gongkai.Repealed)
		now, stated := number(current, gongkai.InForce)
		if !known || !haveIssued || !haveRepealed || !stated || last+issued-repealed == now {
			continue
		}
		cells := proactiveCells(row, gongkai.Issued, gongkai.Repealed, gongkai.InForce)(current)
		findings = append(findings, gongkai.Finding{
			Code: gongkai.InForceDiffers, Cells: cells,
			Expected: strconv.FormatInt(last+issued-repealed, 10), Found: strconv.FormatInt(now, 10),
			Detail:   fmt.Sprintf("%d + %d - %d = %d ≠ %d", last, issued, repealed, last+issued-repealed, now),
			Location: current.At(cells[2]).Location,
		})
	}
	return findings
}

// What makes a section a copy.
const (
	// shingle is the length in characters of the pieces that are compared: long
	// enough that a shared piece is a shared phrase.
	shingle = 8
	// minCopied is the least length in characters of a section that can be a
	// copy: everybody writes "无其他需要报告的事项".
	minCopied = 60
	// copiedShare is the share of a section's pieces that last year's has too.
	// Of 40,000 pairs of synthetic sections five, those that say the same in every
	// sentence share 0.9 or more, whatever the agency calls itself; those with a
	// paragraph of their own less than 0.8.
	copiedShare = 0.8
)

// copiedSections are the sections that are about the year in words.
var copiedSections = []string{"overview", "problems"}

// copied reports sections that repeat last year's. Digits do not count: a copy
// has another year.
func copied(previous, current *gongkai.Report) []gongkai.Finding {
	var findings []gongkai.Finding
	for _, code := range copiedSections {
		old, now := sectionText(previous, code), sectionText(current, code)
		if len(now) < minCopied || len(old) < minCopied {
			continue
		}
		if share := shared(old, now); share >= copiedShare {
			findings = append(findings, gongkai.Finding{Code: gongkai.CopiedSection, Found: strconv.Itoa(int(share*100)) + "%", Detail: code})
		}
	}
	return findings
}

// sectionText is the section's letters.
func sectionText(r *gongkai.Report, code string) []rune {
	var text []rune
	for _, s := range r.Sections {
		if s.Code != code {
			continue
		}
		for _, c := range gongkai.Simplify(s.Text) {
			if unicode.IsLetter(c) {
				text = append(text, c)
			}
		}
	}
	return text
}

// shared is the share of now's pieces that old has too, in [0, 1].
func shared(old, now []rune) float64 {
	seen := map[string]bool{}
	for i := 0; i+shingle <= len(old); i++ {
		seen[string(old[i:i+shingle])] = true
	}
	n := 0
	for i := 0; i+shingle <= len(now); i++ {
		if seen[string(now[i:i+shingle])] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(now)-shingle+1))
}
