package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBroken: hostile and broken documents beside good ones. Every good report
// comes out, every bad document has its row with the reason, and the exit code
// is 3.
func TestBroken(t *testing.T) {
	folder := t.TempDir()
	for _, from := range []string{"reports", "broken"} {
		files, err := filepath.Glob(filepath.Join("../../testdata", from, "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(from, err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(folder, filepath.Base(f)), data)
		}
	}
	write(t, filepath.Join(folder, "noise.pdf"), noise(50<<20))
	if err := os.Symlink("nowhere", filepath.Join(folder, "gone.html")); err != nil {
		t.Skip("this system has no links: ", err)
	}
	locked := filepath.Join(folder, "locked")
	if err := os.Mkdir(locked, 0o000); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(locked, 0o755) })
	want := map[string]string{
		"empty.docx": "empty", "png-named.pdf": "format", "truncated.pdf": "damaged", "cyclic-pages.pdf": "damaged", "bomb.docx": "limit",
		"nested.docx": "limit", "nested.html": "limit", "encrypted.pdf": "encrypted", "encrypted.docx": "encrypted", "truncated.docx": "damaged",
		"noise.pdf": "format", "gone.html": "access",
	}
	if os.Geteuid() != 0 { // root may read every folder
		want["locked"] = "access"
	}

	dataset := filepath.Join(t.TempDir(), "dataset")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"build", "-o", dataset, "--csv", folder}, &stdout, &stderr); code != exitUnreadable {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitUnreadable, stdout.String(), stderr.String())
	}
	got, reports := map[string]string{}, 0
	for _, row := range readCSV(t, filepath.Join(dataset, "documents.csv")) {
		switch row["status"] {
		case "report":
			reports++
		case "unreadable":
			name := filepath.Base(row["path"])
			got[name] = row["reason"]
			if row["message"] == "" || !strings.Contains(stderr.String(), name) {
				t.Errorf("%s: message %q, and stderr must name it", name, row["message"])
			}
		}
	}
	if good, _ := filepath.Glob("../../testdata/reports/*"); reports != len(good) {
		t.Errorf("%d reports, want %d\n%s", reports, len(good), stderr.String())
	}
	for name, reason := range want {
		if got[name] != reason {
			t.Errorf("%s: reason %q, want %q", name, got[name], reason)
		}
	}
	if len(got) != len(want) {
		t.Errorf("unreadable: %v\nwant: %v", got, want)
	}
}

// noise is reproducible random bytes.
func noise(n int) []byte {
	data := make([]byte, n)
	rand.NewChaCha8(sha256.Sum256([]byte("noise"))).Read(data)
	return data
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// readCSV reads a table as one map a row.
func readCSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}
