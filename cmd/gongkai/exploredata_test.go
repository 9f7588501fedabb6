package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/corpus/synth"
	"gongkai/explore"
)

// explored is a small dataset and the site over it, as a reader has it: made by the
// command from documents of all formats.
type explored struct {
	// Folder holds documents, agencies.json, dataset and reviews.jsonl.
	Folder, Dataset string
	URL             string
}

// exploredPlaces are invented, in provinces that are there.
var exploredPlaces = []struct{ In, Name, Level string }{
	{"320800", "青梧县", "county"}, {"350100", "栖岚县", "county"}, {"320800", "芷湖县", "county"}, {"410300", "霜林县", "county"},
	{"320800", "云澜市", "prefecture"}, {"350100", "霁州市", "prefecture"}, {"320800", "朔陵市", "prefecture"},
}

// exploredReports writes five to eight years of governments and bureaus, in every format. One
// agency prints wrong totals, one report lost a digit, one agency stopped in 2018.
func exploredReports(t testing.TB, folder string) {
	t.Helper()
	formats := []string{"html-portal", "docx", "pdf-drawn", "text"}
	writers := map[string]synth.Writer{}
	for _, w := range synth.Writers() {
		writers[w.Name] = w
	}
	count := map[string]int{}
	const years, first, enough = 8, 2017, 44
	made := 0
	for seed := uint64(1); made < enough && seed < 4000; seed++ {
		kinds := []synth.Kind{synth.CountyGovernment, synth.PrefectureGovernment, synth.PrefectureBureau}
		order := synth.Order{Seed: seed, Kind: kinds[seed%3], Year: first}
		s, err := synth.New(order)
		if err != nil {
			t.Fatal(err)
		}
		place := -1
		for i, p := range exploredPlaces {
			if strings.HasPrefix(s.Truth.Agency, p.Name) {
				place = i
			}
		}
		n := count[s.Truth.Agency]
		stops := strings.HasPrefix(s.Truth.Agency, "朔陵市")
		bureau := !strings.HasSuffix(s.Truth.Agency, "政府")
		if place < 0 || n == years || stops && n == 3 || bureau && (n == 4 || place != 4) {
			continue
		}
		order.Year = first + n
		if stops {
			order.Year = first - 1 + n
		}
		writer := formats[(place+n)%len(formats)]
		switch {
		case strings.HasPrefix(s.Truth.Agency, "霜林县") && order.Year >= 2019:
			order.Deviations, writer = []string{"wrong-total"}, formats[n%2]
		case strings.HasPrefix(s.Truth.Agency, "青梧县") && writer == "text":
			order.Deviations = []string{"lost-digit"}
		}
		if s, err = synth.New(order); err != nil {
			t.Fatal(err)
		}
		data, err := writers[writer].Write(s.Page)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, s.Name+"."+writers[writer].Extension), data, 0o644); err != nil {
			t.Fatal(err)
		}
		count[s.Truth.Agency]++
		made++
	}
	if made < enough/2 {
		t.Fatalf("only %d reports: %v", made, count)
	}
}

// command runs gongkai and returns what it printed.
func command(t testing.TB, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(args, &out, &errs); code != exitOK {
		t.Fatalf("%v: exit code %d\n%s%s", args, code, out.Bytes(), errs.Bytes())
	}
	return out.String()
}

// newExplored makes the dataset and serves it, with a file for reviews.
func newExplored(t testing.TB, reports func(testing.TB, string)) *explored {
	t.Helper()
	e := &explored{Folder: t.TempDir()}
	e.Dataset = filepath.Join(e.Folder, "dataset")
	documents := filepath.Join(e.Folder, "documents")
	if err := os.Mkdir(documents, 0o755); err != nil {
		t.Fatal(err)
	}
	reports(t, documents)
	type place struct {
		In    string `json:"in"`
		Name  string `json:"name"`
		Level string `json:"level"`
	}
	var list struct {
		Places []place `json:"places"`
	}
	for _, p := range exploredPlaces {
		list.Places = append(list.Places, place(p))
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(e.Folder, "agencies.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	e.build(t, e.Dataset)
	e.serve(t)
	return e
}

// build builds the dataset into a folder, with the reviews that there are.
func (e *explored) build(t testing.TB, dataset string) {
	t.Helper()
	args := []string{"build", "-o", dataset, "--agencies", filepath.Join(e.Folder, "agencies.json"), "--sinks", "parquet,sqlite", "--cache", filepath.Join(e.Folder, "cache")}
	if _, err := os.Stat(e.reviews()); err == nil {
		args = append(args, "--reviews", e.reviews())
	}
	command(t, append(args, filepath.Join(e.Folder, "documents"))...)
}

func (e *explored) reviews() string { return filepath.Join(e.Folder, "reviews.jsonl") }

func (e *explored) serve(t testing.TB) {
	t.Helper()
	reading := workers{count: 2, timeout: time.Minute, memoryMB: 512}
	pool, err := reading.start(t.Context(), os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := newDocuments(e.Folder, pool)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sources.Close() })
	reviews, err := openReviews(e.reviews())
	if err != nil {
		t.Fatal(err)
	}
	config := siteConfig(e.Dataset, sources)
	config.Reviews = reviews
	site, err := explore.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	server := httptest.NewServer(site.Handler())
	t.Cleanup(server.Close)
	e.URL = server.URL
}

// ask returns the first column of what a question in SQL is answered with.
func (e *explored) ask(t testing.TB, question string) []string {
	t.Helper()
	var rows []map[string]any
	if err := json.Unmarshal([]byte(command(t, "sql", e.Dataset, question, "--format", "json")), &rows); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, r := range rows {
		for _, v := range r {
			list = append(list, v.(string))
		}
	}
	return list
}

// one is the first answer; there must be one.
func (e *explored) one(t testing.TB, question string) string {
	t.Helper()
	list := e.ask(t, question)
	if len(list) == 0 {
		t.Fatalf("no row: %s", question)
	}
	return list[0]
}
