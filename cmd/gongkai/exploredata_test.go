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

	"gongkai"
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

// exploredYears are how many reports each government has, from 2016 on: one form after
// another.
var exploredYears = map[string]int{"青梧县": 8, "栖岚县": 7, "霜林县": 6, "云澜市": 7, "霁州市": 4, "朔陵市": 3}

// exploredReports writes reports of governments and of bureaus of one city, in every format, and
// one real PDF. One agency prints wrong totals, one report lost a digit, one agency stopped.
func exploredReports(t testing.TB, folder string) {
	t.Helper()
	formats := []string{"html-portal", "docx", "pdf-drawn", "text"}
	writers := map[string]synth.Writer{}
	for _, w := range synth.Writers() {
		writers[w.Name] = w
	}
	kinds := []synth.Kind{synth.CountyGovernment, synth.PrefectureGovernment, synth.PrefectureBureau}
	const first, ofBureau, bureaus = 2016, 3, 9
	count, made, enough := map[string]int{}, 0, bureaus
	for _, n := range exploredYears {
		enough += n
	}
	for seed := uint64(1); made < enough; seed++ {
		order := synth.Order{Seed: seed, Kind: kinds[seed%3], Year: first}
		s, err := synth.New(order)
		if err != nil {
			t.Fatal(err)
		}
		agency := s.Truth.Agency
		place := []rune(agency)[:3]
		years, bureau := exploredYears[string(place)], !strings.HasSuffix(agency, "政府")
		if bureau {
			years = ofBureau
		}
		n := count[agency]
		if n >= years || bureau && (string(place) != "云澜市" || count["bureaus"] == bureaus) {
			continue
		}
		if bureau {
			n += 4 // from 2020 on
			count["bureaus"]++
		}
		order.Year = first + n
		if order.Year < 2019 {
			order.Layout = gongkai.Layout2014
		}
		writer := formats[(len(agency)+n)%len(formats)]
		switch {
		case string(place) == "霜林县" && order.Year >= 2019:
			order.Deviations, writer = []string{"wrong-total"}, formats[n%3]
		case string(place) == "栖岚县" && order.Year == 2021:
			order.Deviations, writer = []string{"lost-digit"}, "text"
		case string(place) == "青梧县" && order.Year == 2022:
			writer = "" // the real PDF
		}
		count[agency]++
		made++
		if writer == "" {
			continue
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
	}
	const real = "qingwu-county-2022.pdf"
	data, err := os.ReadFile(filepath.Join("../../testdata/reports", real))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, real), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// command runs gongkai and returns what it printed.
func command(t testing.TB, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(args, &out, &errs); code != exitOK && code != exitUnreadable {
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
