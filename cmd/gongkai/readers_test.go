package main

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/internal/optional"
)

// TestReaders: the programs that others use read the dataset, and find it as it
// says it is.
func TestReaders(t *testing.T) {
	python := optional.Python(t, "frictionless", "mlcroissant", "duckdb", "pyarrow", "yaml")
	dataset := filepath.Join(t.TempDir(), "dataset")
	execute(t, "", program(t), "build", "-o", dataset, "--csv", "../../testdata/reports")
	execute(t, "", python, "testdata/validate.py", dataset)
}

// TestReadersNotice: what TestReaders runs would notice another value.
func TestReadersNotice(t *testing.T) {
	python := optional.Python(t, "frictionless", "mlcroissant", "duckdb", "pyarrow", "yaml")
	dataset := filepath.Join(t.TempDir(), "dataset")
	execute(t, "", program(t), "build", "-o", dataset, "--csv", "../../testdata/reports/qingwu-county-2022.docx")
	path := filepath.Join(dataset, "cells.csv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte(",number,"), []byte(",blank,"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command(python, "testdata/validate.py", dataset).CombinedOutput()
	for _, want := range []string{"pyarrow: cells: row 1, state: 'number', want 'blank'", "DuckDB: cells: row 1", "cells.csv: the digest is another", "frictionless: "} {
		if err == nil || !strings.Contains(string(output), want) {
			t.Errorf("%v: no %q in\n%s", err, want, output)
		}
	}
}

// TestExamples: the examples run over a synthetic corpus and answer what they
// answered.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 240 documents")
	}
	gongkai, folder := program(t), t.TempDir()
	corpus, dataset := filepath.Join(folder, "corpus"), filepath.Join(folder, "dataset")
	execute(t, "", gongkai, "synth", "-o", corpus, "-n", "240", "--seed", "2025", "--formats", "html", "--layouts", "cn-2019,cn-2021", "--max-deviations", "1",
		"--deviations", "wrong-total,wrong-disputes-total,blank-zeros,form-of-2019")
	execute(t, "", gongkai, "build", "-o", dataset, "--sinks", "parquet,csv,sqlite", filepath.Join(corpus, "documents"))
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("denials.sql", func(t *testing.T) {
		python := optional.Python(t, "duckdb")
		answers(t, "denials", execute(t, dataset, python, "-c", duckdbCSV, filepath.Join(examples, "denials.sql")))
	})
	t.Run("sums.py", func(t *testing.T) {
		python := optional.Python(t, "pandas", "pyarrow")
		answers(t, "sums", execute(t, dataset, python, filepath.Join(examples, "sums.py")))
	})
	t.Run("trend.py", func(t *testing.T) {
		python := optional.Python(t, "polars")
		answers(t, "trend", execute(t, dataset, python, filepath.Join(examples, "trend.py")))
	})
	t.Run("applicants.R", func(t *testing.T) {
		if _, err := exec.LookPath("Rscript"); err != nil {
			optional.Skip(t, err.Error())
		}
		answers(t, "applicants", execute(t, dataset, "Rscript", filepath.Join(examples, "applicants.R")))
	})
	t.Run("copies.sql", func(t *testing.T) {
		python := optional.Python(t, "datasette")
		query, err := os.ReadFile(filepath.Join(examples, "copies.sql"))
		if err != nil {
			t.Fatal(err)
		}
		answers(t, "copies", execute(t, dataset, python, "-m", "datasette", "dataset.sqlite", "-m", "datasette.json", "--get", "/dataset.csv?sql="+url.QueryEscape(string(query))))
	})
}

// duckdbCSV prints the answer to a file's query, as duckdb -csv does.
const duckdbCSV = `
import csv, duckdb, sys
answer = duckdb.execute(open(sys.argv[1], encoding="utf-8").read())
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(d[0] for d in answer.description)
out.writerows(answer.fetchall())
`

// answers compares with the answer that is checked in.
func answers(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("../../examples/expected", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(strings.TrimSpace(got), "\n") < 1 {
		t.Errorf("%s answers nothing: %q", name, got)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("run with -update if this is as it should be (-want +got):\n%s", diff)
	}
}

// program is gongkai as users start it: this test, by another name.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gongkai")
	if err := os.Symlink(self, path); err != nil {
		t.Skip("no symbolic links: ", err)
	}
	return path
}

// execute runs a program in a folder and returns what it prints.
func execute(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	var errs bytes.Buffer
	c := exec.Command(name, args...)
	c.Dir, c.Stderr = folder, &errs
	output, err := c.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, output, errs.Bytes())
	}
	return strings.ReplaceAll(string(output), "\r\n", "\n")
}
