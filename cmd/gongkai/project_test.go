package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/sites/farm"
)

// TestProject: the first run, one that changes nothing, and one months later, with a
// report deleted and another replaced.
func TestProject(t *testing.T) {
	f := farm.New(farm.Config{Seed: 31, Families: []string{"trs", "boda"}, FirstYear: 2022, LastYear: 2024})
	server, err := farm.Start(f)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	folder := t.TempDir()
	file := filepath.Join(folder, "project.yaml")
	sitesFile, err := os.ReadFile(farmFile(t, f))
	if err != nil {
		t.Fatal(err)
	}
	write := func(refresh time.Duration) {
		for name, text := range map[string]string{"sites.yaml": string(sitesFile), "project.yaml": fmt.Sprintf(`# a project
sites: sites.yaml
crawl:
  contact: test@example.org
  refresh: %s
  allow-private: true
  connect-to: %s
  speed: 3000
build:
  csv: true
`, refresh, server.Addr)} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	last := func() (s projectSummary) {
		t.Helper()
		names, _ := filepath.Glob(filepath.Join(folder, "log", "*.json"))
		text, err := os.ReadFile(names[len(names)-1])
		if err == nil {
			err = json.Unmarshal(text, &s)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	write(1000 * time.Hour)
	code, out, log := gongkaiRun(t, "run", file)
	if s := last(); code != exitOK || !s.First || !strings.Contains(out, "the first dataset") {
		t.Fatalf("exit code %d, %+v\n%s%s", code, s, out, log)
	}
	if _, err := os.Stat(filepath.Join(folder, "dataset", "reports.csv")); err != nil {
		t.Error(err)
	}
	time.Sleep(1100 * time.Millisecond) // logs are named by the second
	asked := len(f.Log())
	code, out, log = gongkaiRun(t, "run", file)
	if s := last(); code != exitOK || s.First || len(s.New)+len(s.Changed)+len(s.Gone)+len(s.Vanished) > 0 || len(f.Log()) != asked {
		t.Errorf("again: exit code %d, %d requests, %+v\n%s%s", code, len(f.Log())-asked, s, out, log)
	}
	truth := f.Truth()
	f.Delete(truth[0].URL)
	for _, other := range truth[0].Others {
		f.Delete(other)
	}
	write(time.Millisecond)
	time.Sleep(1100 * time.Millisecond)
	code, out, log = gongkaiRun(t, "run", file)
	if s := last(); code != exitOK || len(s.Vanished) != 1 || s.Vanished[0] != truth[0].URL {
		t.Errorf("months later: exit code %d, %+v\n%s%s", code, s, out, log)
	}
	unlock, err := archive.Lock(filepath.Join(folder, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if code, _, log := gongkaiRun(t, "run", file); code != exitFailed || !strings.Contains(log, "another run") {
		t.Errorf("locked: exit code %d, %s", code, log)
	}
}

// TestProjectFile: every fault of a project file is named, with its line.
func TestProjectFile(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "keys with values are expected",
		"a: [":                                   "not YAML",
		"documents: x\nsite: y\n":                "project.yaml:2: site: no such key",
		"crawl:\n  contact: a@b.cn\n":            "neither sites nor documents",
		"sites: s.yaml\n":                        "contact: missing",
		"documents: x\nbuild:\n  wrkers: 3\n":    "project.yaml:3: wrkers: gongkai build has no such option",
		"documents: x\nbuild:\n  output: y\n":    "project.yaml:3: output: gongkai build has no such option",
		"documents: x\nbuild:\n  workers: many":  "project.yaml:3: workers: ",
		"sites: {a: b}\ncrawl: {contact: a@b.c}": "project.yaml:1: a text is expected",
	} {
		file := filepath.Join(t.TempDir(), "project.yaml")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		code, _, log := gongkaiRun(t, "run", file)
		if code != exitUsage || !strings.Contains(log, want) {
			t.Errorf("%q: exit code %d, %s; want %s", text, code, log, want)
		}
	}
}
