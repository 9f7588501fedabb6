package agencies

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"gongkai"
)

// registry is loaded once for all tests.
func registry(t testing.TB) *Registry {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// nameCase is a name and what it means: an ID, "ambiguous" or "unresolved".
type nameCase struct {
	Query
	want, kind string
}

// readCases reads testdata/names.tsv, which testdata/README.md describes.
func readCases(t testing.TB) (cases []nameCase) {
	for _, f := range readTSV(t, "testdata/names.tsv", 7) {
		c := nameCase{Query: Query{Name: f[0], Host: f[1]}, want: f[5], kind: f[6]}
		if f[2] != "" {
			c.Publisher = []string{f[2]}
		}
		if f[3] != "" {
			c.Others = []string{f[3]}
		}
		c.Year, _ = strconv.Atoi(f[4])
		cases = append(cases, c)
	}
	return cases
}

func readTSV(t testing.TB, path string, columns int) (rows [][]string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns {
			t.Fatalf("%s:%d: %d columns, wanted %d", path, n+1, len(f), columns)
		}
		rows = append(rows, f)
	}
	return rows
}

// tally counts how cases came out.
type tally struct {
	names, resolved, right, resolvable, found int
	wrong, missed                             []string
}

func (c *tally) add(q nameCase, r gongkai.Resolution) {
	got := "unresolved"
	switch {
	case r.Agency != nil:
		got = r.Agency.ID
	case len(r.Candidates) > 1:
		got = "ambiguous"
	}
	c.names++
	resolvable := q.want != "ambiguous" && q.want != "unresolved"
	if resolvable {
		c.resolvable++
	}
	if r.Agency != nil {
		c.resolved++
	}
	line := fmt.Sprintf("%s: %s %q %q %q %d: got %s (%s%s), want %s", q.kind, q.Name, q.Host, q.Publisher, q.Others, q.Year, got, r.How, r.Reason, q.want)
	switch {
	case got == q.want:
		if resolvable {
			c.right++
			c.found++
		}
	case r.Agency != nil:
		c.wrong = append(c.wrong, line)
	default:
		c.missed = append(c.missed, line)
	}
}

func (c *tally) precision() float64 { return float64(c.right) / float64(max(c.resolved, 1)) }
func (c *tally) recall() float64    { return float64(c.found) / float64(max(c.resolvable, 1)) }

// The floors of both halves of the test.
const (
	minPrecision = 0.995
	minRecall    = 0.99
)

func (c *tally) check(t *testing.T, least int) {
	t.Logf("%d names: %d of %d resolved right (precision %.4f), %d of %d found (recall %.4f)",
		c.names, c.right, c.resolved, c.precision(), c.found, c.resolvable, c.recall())
	if c.names < least {
		t.Errorf("%d names, wanted at least %d", c.names, least)
	}
	if c.precision() < minPrecision || c.recall() < minRecall {
		t.Errorf("precision %.4f (floor %.3f), recall %.4f (floor %.2f)", c.precision(), minPrecision, c.recall(), minRecall)
	}
	for _, line := range append(c.wrong, c.missed...) {
		t.Log(line)
	}
}

// TestNames resolves names of real places, whose truth was written down without
// this package.
func TestNames(t *testing.T) {
	r := registry(t)
	var c tally
	for _, q := range readCases(t) {
		c.add(q, r.Resolve(q.Query))
	}
	c.check(t, 1500)
}
