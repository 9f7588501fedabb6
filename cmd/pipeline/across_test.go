package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/internal/optional"
	"gongkai/normalize/across"
	"gongkai/normalize/series"
)

// TestGroupsOfReports: the four formats of one report are one report, agree in
// every cell, and state the same indicators.
func TestGroupsOfReports(t *testing.T) {
	reader := newReader(t)
	reports := map[string]*gongkai.Report{}
	var digests []across.Digest
	paths, err := filepath.Glob("../../testdata/reports/*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no reports")
	}
	for _, path := range paths {
		name := filepath.Base(path)
		reports[name] = readFile(t, reader, path)
		digests = append(digests, across.DigestOf(name, reports[name], nil))
	}
	groups := across.Groups(digests)
	several := 0
	for _, g := range groups {
		if len(g.Differing()) > 0 {
			t.Errorf("%s: documents that differ: %v", g.Principal.ReportID, g.Differing())
		}
		want := indicators(reports[g.Principal.ReportID])
		for _, m := range g.Others {
			several++
			if m.Role != gongkai.Twin || stem(m.ReportID) != stem(g.Principal.ReportID) {
				t.Errorf("%s is the %s of %s", m.ReportID, m.Role, g.Principal.ReportID)
			}
			if c := across.Compare(reports[g.Principal.ReportID], reports[m.ReportID], m.ReportID); len(c) > 0 {
				t.Errorf("%s: %v", m.ReportID, c)
			}
			if got := indicators(reports[m.ReportID]); got != want {
				t.Errorf("%s: indicators\n%s\nwant\n%s", m.ReportID, got, want)
			}
		}
	}
	if several != 6 {
		t.Errorf("%d documents stand beside a principal, want 6", several)
	}
}

func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

// indicators lists the report's series, proofs left out: formats differ in them.
func indicators(r *gongkai.Report) string {
	var lines []string
	for _, o := range series.Of(r) {
		s := o.Value.String()
		if o.Missing != "" {
			s = o.Missing
		}
		lines = append(lines, o.Indicator+"="+s)
	}
	return strings.Join(lines, " ")
}

// TestSeriesOfSamples: the series of real reports, of every kind of form, say what
// the reports print, sums that do not add up and all.
func TestSeriesOfSamples(t *testing.T) {
	if _, err := os.Stat(samples); err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	reader := newReader(t)
	for _, c := range []struct{ file, want string }{
		{"pingtan-county-2011.html", "disclosed_total=425 unchecked; requests_received=0 proven; share_granted=zero-denominator proven"},
		{"pingtan-zone-2014.html", "disclosed_total=2543 unchecked; requests_received=1 proven; granted=1 proven; share_granted=1.000000 proven"},
		{"pingtan-zrz-2020.html", "normative_issued=9 unchecked; requests_received=9 proven; requests_processed=9 contradicted; not_held=2 contradicted; other_outcome=2 contradicted; share_disclosed=0.666667 contradicted"},
		{"pingtan-gaj-2021.html", "requests_received=1 contradicted; requests_carried_out=1 contradicted; other_outcome=1 proven"},
		{"pingtan-nyn-2023.html", "requests_received=0 contradicted; requests_received_persons=6 contradicted; requests_carried_in=7 contradicted; requests_processed=7 proven; granted=6 proven"},
		{"hongze-2023.pdf", "requests_received=21 proven; denied=3 proven; not_held=10 proven; petitions=1 proven; reviews=0 contradicted; reviews_closed=11 contradicted; reviews_corrected_rate=0.090909 contradicted; share_denied=0.142857 proven"},
		{"official-template-2021.docx", "requests_received=blank unchecked; denied=blank unchecked; share_denied=blank unchecked"},
		{"pingtan-zhz-2014.html", ""},
	} {
		r := readFile(t, reader, samples+"/"+c.file)
		said := map[string]string{}
		for _, o := range series.Of(r) {
			value := o.Value.String()
			if o.Missing != "" {
				value = o.Missing
			}
			said[o.Indicator] = value + " " + o.Proof.String()
		}
		if c.want == "" {
			if len(said) > 0 {
				t.Errorf("%s: prose has indicators: %v", c.file, said)
			}
			continue
		}
		for want := range strings.SplitSeq(c.want, "; ") {
			indicator, value, _ := strings.Cut(want, "=")
			if said[indicator] != value {
				t.Errorf("%s: %s is %q, want %q", c.file, indicator, said[indicator], value)
			}
		}
	}
}

// TestTwinsConfirm: of 12 synthetic reports with a sum that fails, the PDF is
// doubtful alone, what the agency printed if its page says the same, and doubtful
// if the page was corrected; no number of either document changes.
func TestTwinsConfirm(t *testing.T) {
	reader := newReader(t)
	read := func(seed uint64, writer func(*synth.Page) ([]byte, error), deviations ...string) *gongkai.Report {
		s, err := synth.New(synth.Order{Seed: seed, Kind: synth.CountyGovernment, Year: 2022, Deviations: deviations})
		if err != nil {
			t.Fatal(err)
		}
		data, err := writer(s.Page)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		r, err := Read(reader, data, gongkai.Source{Path: s.Name, SHA256: hex.EncodeToString(sum[:])}, gongkai.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	html := func(p *synth.Page) ([]byte, error) { return synth.HTML(p, synth.Portal, synth.UTF8) }
	for seed := range uint64(12) {
		for _, c := range []struct {
			page []string
			want gongkai.Status
			role gongkai.Role
		}{{[]string{"wrong-total"}, gongkai.SourceInconsistent, gongkai.Twin}, {nil, gongkai.DoubtfulReport, gongkai.Variant}} {
			pdf, page := read(seed, synth.DrawnPDF, "wrong-total"), read(seed, html, c.page...)
			if pdf.Status != gongkai.DoubtfulReport {
				t.Fatalf("seed %d: the PDF is %s", seed, pdf.Status)
			}
			group := across.Groups([]across.Digest{across.DigestOf("pdf", pdf, &gongkai.Agency{ID: "a"}), across.DigestOf("page", page, &gongkai.Agency{ID: "a"})})[0]
			if group.Principal.ReportID != "page" || group.Others[0].Role != c.role {
				t.Errorf("seed %d: %s beside a %s", seed, group.Others[0].Role, group.Principal.ReportID)
			}
			if pairs := group.Confirmations(); len(pairs) != 1 || pairs[0] != (across.Pair{First: "pdf", Second: "page"}) {
				t.Errorf("seed %d: confirmations %v", seed, pairs)
			}
			printed := indicators(pdf)
			if !across.Confirm(pdf, page) || pdf.Status != c.want || pdf.Method != "pdf/pdfium+html/goquery" {
				t.Errorf("seed %d: the PDF is %s by %s, want %s", seed, pdf.Status, pdf.Method, c.want)
			}
			if indicators(pdf) != printed {
				t.Errorf("seed %d: numbers of the PDF changed", seed)
			}
			conflicts := across.Compare(page, pdf, "pdf")
			differ := slices.ContainsFunc(pdf.Findings, func(f gongkai.Finding) bool { return f.Code == gongkai.ReadingsDiffer })
			if changed := c.page == nil; (len(conflicts) == 1) != changed || differ != changed {
				t.Errorf("seed %d: conflicts %v, readings differ: %t", seed, conflicts, differ)
			}
		}
	}
}
