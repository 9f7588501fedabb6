// Package normalize turns a recognised report into one that can be believed or
// not: it reads values, finds agency and year, checks the identities that the
// official form states, and sets what each cell and the report may claim.
//
// [Report] is a pure function of the report that package form made. It does no
// I/O and knows no file format, except that some formats state their tables and
// some are read by geometry (gongkai.Format.Structural).
//
// Nothing is filled in or repaired. Blank cells are "no statement": an identity
// over them is evaluated twice, with blank as unknown and with blank as 0, and
// the finding says which of the two holds.
//
// Prose is compared with the tables, and what copies do to pages is reported;
// neither changes a status. [Successive] compares two years of an agency.
package normalize

import "gongkai"

// Report normalises r in place.
//
// Findings: identity-fails, identity-undecided, identity-blank-as-zero,
// uncertain-cell, not-a-number, negative-count, fractional-count,
// nothing-stated, agency-missing, agency-conflict, year-missing,
// year-conflict, not-a-report, and those of looking beyond the tables:
// narrative-…, fees-charged, fees-conflict, mirror-page, pinyin-glosses, traditional-script,
// spam-in-name.
func Report(r *gongkai.Report) {
	readValues(r)
	doubtGroups(r)
	findPublished(r)
	findYear(r)
	findAgency(r)
	checkHeadingYears(r)
	results := checkIdentities(r)
	prove(r, results)
	reportNothingStated(r)
	r.Status = judge(r, results, func(c gongkai.CellRef) bool { return r.Source.Format.Structural() && r.At(c).Method == "" })
	if !has(r, gongkai.ReadByOCR) {
		// Prose that was read once from pixels contradicts nothing.
		compareNarrative(r)
		checkFees(r)
	}
	keepCrops(r, results)
	checkOrigin(r)
	if !IsReport(r) {
		find(r, gongkai.Finding{Code: gongkai.NotAReport, Found: r.Title})
	}
}

// IsReport reports whether the document is an annual disclosure report: it has
// a standard table or a known list, the official sections, or the title of one.
func IsReport(r *gongkai.Report) bool {
	if r.Proactive != nil || r.Requests != nil || r.Disputes != nil || r.Statistics2014 != nil || r.Local != nil && r.Local.List != "" {
		return true
	}
	official := 0
	for _, s := range r.Sections {
		if s.Code != "" && s.Code != "preface" {
			official++
		}
	}
	return official >= minOfficialSections || r.Title != ""
}

// minOfficialSections is how many official headings make a text without title
// and tables a report.
const minOfficialSections = 3

func find(r *gongkai.Report, f gongkai.Finding) { r.Findings = append(r.Findings, f) }
