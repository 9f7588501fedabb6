package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/internal/hostile"
)

// TestHostile: a folder of good reports, of bombs and of reports cut in half. Every
// good report comes out, every other document has its row with the reason, and no
// worker had to be killed.
func TestHostile(t *testing.T) {
	folder := t.TempDir()
	var good []string
	for _, rendition := range []string{"docx", "html-portal", "text"} {
		files, err := filepath.Glob(filepath.Join("../../testdata/formats", rendition, "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(rendition, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			good = append(good, rendition+"-"+filepath.Base(file))
			write(t, filepath.Join(folder, good[len(good)-1]), data)
		}
	}
	want := map[string][]string{}
	for _, f := range hostile.Files() {
		write(t, filepath.Join(folder, f.Name), f.Make())
		want[f.Name] = f.Want
		if f.Format == "image" { // where nothing reads pictures
			want[f.Name] = append(want[f.Name], "format")
		}
	}
	for _, file := range halves(t) {
		name := "half-" + filepath.Base(filepath.Dir(file)) + filepath.Ext(file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, name), data[:len(data)/2])
		want[name] = []string{"damaged", "format", "read"} // what states no end may be read up to there
	}

	dataset := filepath.Join(t.TempDir(), "dataset")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"build", "-o", dataset, "--csv", folder}, &stdout, &stderr); code != exitUnreadable {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitUnreadable, stdout.String(), stderr.String())
	}
	seen := map[string]bool{}
	for _, row := range readCSV(t, filepath.Join(dataset, "documents.csv")) {
		name := strings.TrimPrefix(filepath.ToSlash(row["path"]), filepath.ToSlash(folder)+"/")
		name, _, _ = strings.Cut(name, "!/") // a member of an archive
		seen[name] = true
		reason := row["reason"]
		if row["status"] != "unreadable" {
			reason = "read"
		} else if row["message"] == "" {
			t.Errorf("%s has no message", row["path"])
		}
		switch {
		case slices.Contains(good, name):
			if row["status"] != "report" {
				t.Errorf("%s is %s %s", name, row["status"], row["reason"])
			}
		case strings.Contains(row["path"], "!/") && reason == "read": // what a bomb has beside its charge
		case !slices.Contains(want[name], reason):
			t.Errorf("%s: %s %q, want one of %v: %s", row["path"], row["status"], row["reason"], want[name], row["message"])
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("%s has no row", name)
		}
	}
	for _, row := range readCSV(t, filepath.Join(dataset, "reports.csv")) {
		if strings.Contains(row["path"], "half-") && row["status"] == "verified" {
			t.Errorf("%s is verified", row["path"])
		}
	}
}

// halves are the first reports of all renditions, to be cut in half.
func halves(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/formats/*/qingwu-county-2022.*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	packed, err := filepath.Glob("../../testdata/formats/*/reports.*")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(append(files, packed...), func(f string) bool { return filepath.Ext(f) == ".json" })
}
