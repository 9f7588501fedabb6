package reviews

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// TestAppend: what is appended is read again, and nothing before it is touched.
func TestAppend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reviews.jsonl")
	want := []gongkai.HumanReview{
		{SHA256: strings.Repeat("0f", 32), Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), By: "张三", Note: "原页\n模糊 <b>"},
		{SHA256: strings.Repeat("ab", 32), Time: time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC), By: "Li",
			Readings: []gongkai.HumanReading{{Cell: gongkai.CellRef{Table: "requests", Row: "granted", Column: "total"}, Printed: "12"}, {Cell: gongkai.CellRef{Table: "requests", Row: "other", Column: "total"}}}},
	}
	for _, r := range want {
		if err := Append(path, r); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	data, err := os.ReadFile(path)
	if err != nil || strings.Count(string(data), "\n") != len(want) {
		t.Errorf("%q, %v: want a line a review", data, err)
	}
}

// TestRead: a line that is no review stops the build, and the error says which.
func TestRead(t *testing.T) {
	good := `{"sha256":"` + strings.Repeat("0f", 32) + `","time":"2026-01-02T03:04:05Z","by":"x","note":"y"}`
	for text, want := range map[string]string{
		"":                                       "",
		"\n\n" + good + "\n\n":                   "",
		good + "\n{":                             "line 2: ",
		strings.Replace(good, "note", "nota", 1): `line 1: json: unknown field "nota"`,
		strings.Replace(good, `"x"`, `" "`, 1):   "line 1: it does not say who looked",
		strings.Replace(good, "0f", "", 1):       "is no SHA-256 digest",
		strings.Replace(good, `"note":"y"`, `"note":""`, 1):                                                               "line 1: it says nothing",
		strings.Replace(good, `"note":"y"`, `"readings":[{"cell":{"table":"t","row":"","column":"c"},"printed":"1"}]`, 1): "is no cell",
		strings.Replace(good, `"time":"2026-01-02T03:04:05Z",`, "", 1):                                                    "it does not say when",
	} {
		_, err := Read(strings.NewReader(text))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
