package pipeline

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai"
	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
	"gongkai/extract/scan"
	"gongkai/internal/optional"
)

// scanFonts are the fonts that scans are printed in, by turns.
var scanFonts = []string{"AR PL UMing CN", "AR PL UKai CN", "Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"}

// TestScans measures synthetic scans: drawn PDFs in several fonts, printed and scanned
// as synth.Scanners say. A few in the ordinary run; docs/ACCURACY.md has the command
// for more.
//
//	GONGKAI_SCANS            how many reports of each kind
//	GONGKAI_SCANS_SEED       of the reports
//	GONGKAI_SCANS_KINDS      names of synth.Scanners
//	GONGKAI_SCANS_DEVIATIONS the most deviations of a report
//	GONGKAI_SCANS_FROM       the number of the first report
//	GONGKAI_SCANS_CACHE      a folder that keeps the scans
func TestScans(t *testing.T) {
	if _, err := scan.FindTesseract(); err != nil {
		optional.Skip(t, err.Error())
	}
	number := func(name string, otherwise int) int {
		n, err := strconv.Atoi(os.Getenv(name))
		if err != nil {
			return otherwise
		}
		return n
	}
	n, from := number("GONGKAI_SCANS", 1), number("GONGKAI_SCANS_FROM", 0)
	c := synth.Corpus{Seed: uint64(number("GONGKAI_SCANS_SEED", 20261127)), MaxDeviations: number("GONGKAI_SCANS_DEVIATIONS", 0), Formats: []string{"pdf"}}
	kinds := slices.Sorted(maps.Keys(synth.Scanners))
	if only := os.Getenv("GONGKAI_SCANS_KINDS"); only != "" {
		kinds = strings.Split(only, ",")
	}
	for _, kind := range kinds {
		m := scanMeasure{summary: eval.NewSummary(), statuses: map[string]int{}, doubts: map[string]int{}, problems: map[string]int{}}
		var wait sync.WaitGroup
		next := make(chan int)
		for range 2 {
			reader := newReader(t)
			wait.Go(func() {
				for i := range next {
					d, data, err := scannedReport(c, i, kind)
					if err != nil {
						t.Error(err)
						continue
					}
					begin := time.Now()
					r, err := Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
					m.add(t, kind, d, r, err, time.Since(begin))
				}
			})
		}
		for i := range n {
			next <- from + i
		}
		close(next)
		wait.Wait()
		t.Logf("%s: %v, %.2f s a page\n%s\ndoubts: %s\nwrong: %s", kind, m.statuses, m.time.Seconds()/float64(max(1, m.pages)), m.summary.Table(), tally(m.doubts), tally(m.problems))
	}
}

// scanMeasure is what TestScans counts of a kind.
type scanMeasure struct {
	sync.Mutex
	summary  *eval.Summary
	statuses map[string]int
	doubts   map[string]int
	problems map[string]int
	pages    int
	time     time.Duration
}

var (
	digitsAndText = regexp.MustCompile(`"[^"]*"|[0-9.]+`)
	cellName      = regexp.MustCompile(`^\S+ `)
)

func (m *scanMeasure) add(t *testing.T, kind string, d synth.Document, r *gongkai.Report, err error, took time.Duration) {
	truth := d.Truth()
	v := eval.Judge(truth, r, err)
	m.Lock()
	defer m.Unlock()
	m.summary.Add(truth, v)
	m.statuses[v.Status]++
	m.time += took
	if r != nil {
		m.pages += r.Pages
		for _, f := range r.Findings {
			if f.Code == gongkai.UncertainCell {
				m.doubts[digitsAndText.ReplaceAllString(f.Detail, "…")]++
			}
		}
	}
	if !v.Exact && truth.Readable {
		m.problems[cellName.ReplaceAllString(digitsAndText.ReplaceAllString(v.Problem, "…"), "")]++
	}
	t.Logf("%s %s %v %s: %s, exact %v, %d of %d cells, agency %v, year %v, %v: %s", kind, d.Name, d.Sample.Deviations, d.Sample.Page.Look.FontName, v.Status, v.Exact,
		v.RightCells, v.Cells, v.RightAgency, v.RightYear, took.Round(time.Millisecond), v.Problem)
	if r != nil {
		for _, problem := range wrongCells(truth, r) {
			t.Logf("    %s", problem)
		}
		for _, f := range r.Findings {
			if !v.Exact && (f.Code == gongkai.UnknownRow || f.Code == gongkai.MissingRow || f.Code == gongkai.ExtraValue || f.Code == gongkai.UnknownColumn) {
				t.Logf("    %s %v %q %s", f.Code, f.Cells, f.Found, f.Detail)
			}
		}
		if !v.RightAgency {
			t.Logf("    agency %q, truth %q", r.Agency, truth.Agency)
		}
	}
	if v.FalseClaim {
		t.Errorf("%s %s: a false claim: %s", kind, d.Name, v.Problem)
	}
}

// wrongCells lists the first cells that are not as the truth says.
func wrongCells(truth eval.Truth, r *gongkai.Report) []string {
	var wrong []string
	read := map[gongkai.CellRef]eval.Cell{}
	for _, c := range eval.Cells(r) {
		read[c.CellRef] = c
	}
	for _, want := range truth.Cells {
		if got := read[want.CellRef]; got != want {
			doubt := ""
			if v := r.At(want.CellRef); v != nil {
				doubt = v.Uncertain
			}
			wrong = append(wrong, fmt.Sprintf("%s: read %s %q, truth %s %q; doubt: %s", want.CellRef, got.State, got.Printed, want.State, want.Printed, doubt))
		}
		delete(read, want.CellRef)
	}
	for ref, got := range read {
		wrong = append(wrong, fmt.Sprintf("%s: read %s %q under %q, truth has no such cell", ref, got.State, got.Printed, r.Label(ref)))
	}
	return wrong[:min(len(wrong), 12)]
}

// tally lists counts, the largest first.
func tally(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	var b strings.Builder
	for _, k := range keys[:min(len(keys), 25)] {
		fmt.Fprintf(&b, "\n  %4d %s", counts[k], k)
	}
	return b.String()
}

// scannedReport is report i of the corpus as a scanner of the kind gives it back.
func scannedReport(c synth.Corpus, i int, kind string) (synth.Document, []byte, error) {
	d, err := c.Document(i)
	if err != nil {
		return d, nil, err
	}
	look := &d.Sample.Page.Look
	look.BareFont, look.FontName = true, scanFonts[i%len(scanFonts)]
	pdf, err := synth.DrawnPDF(d.Sample.Page)
	if err != nil {
		return d, nil, err
	}
	scanner, ok := synth.Scanners[kind]
	if !ok {
		return d, nil, fmt.Errorf("no scanner is called %q", kind)
	}
	sum := sha256.Sum256(append([]byte(fmt.Sprint(scanner)), pdf...))
	cached := ""
	if dir := os.Getenv("GONGKAI_SCANS_CACHE"); dir != "" {
		cached = filepath.Join(dir, hex.EncodeToString(sum[:8])+".pdf")
		if data, err := os.ReadFile(cached); err == nil {
			return d, data, nil
		}
	}
	data, err := scanned(scanner, pdf, d.Name)
	if err == nil && cached != "" {
		err = os.WriteFile(cached, data, 0o644)
	}
	return d, data, err
}

// scanned is the PDF as a scanner gives it back.
func scanned(s synth.Scanner, pdf []byte, name string) ([]byte, error) {
	pages, err := synth.Rasters(pdf, s.DPI)
	if err != nil {
		return nil, err
	}
	for i, p := range pages {
		h := fnv.New64a()
		fmt.Fprintf(h, "%s %d", name, i)
		pages[i] = s.Scan(p, h.Sum64())
	}
	return s.ScannedPDF(pages)
}
