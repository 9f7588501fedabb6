package doc

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/extract/docx"
	"gongkai/extract/odt"
	"gongkai/extract/readertest"
	"gongkai/internal/optional"
)

const report = "yunlan-ecology-2020"

func sample(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", report+".doc"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestSameAsDOCX: a report that LibreOffice made of a DOCX reads the same.
func TestSameAsDOCX(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("../../testdata/reports", report+".docx"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := docx.Read(data, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	got := readertest.Read(t, Read, sample(t))
	if diff := cmp.Diff(readertest.Show(want), readertest.Show(got)); diff != "" {
		t.Errorf("blocks (-docx +doc):\n%s", diff)
	}
	if len(got.Findings) > 0 {
		t.Errorf("findings: %v", got.Findings)
	}
}

// TestWrittenFilesAreValid: other programs read what the tests write by hand.
// Without that, reader and writer could agree on a mistake.
func TestWrittenFilesAreValid(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, f file) string {
		path := filepath.Join(folder, name+".doc")
		if err := os.WriteFile(path, f.bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	simple := write("simple", file{body: tbl(
		[]para{p("政府信息 120件")},
		row(texts("A", "x"), define(even(2), restarts)), row(texts("", "y"), define(even(2), continues)), []para{p("after")})})
	for _, program := range [][]string{{"antiword", "-m", "UTF-8.txt"}, {"catdoc", "-d", "utf-8"}} {
		t.Run(program[0], func(t *testing.T) {
			path, err := exec.LookPath(program[0])
			if err != nil {
				optional.Skip(t, program[0]+" is not installed")
			}
			out, err := exec.Command(path, append(program[1:], simple)...).Output()
			if err != nil {
				t.Fatal(err)
			}
			if text := strings.Join(strings.FieldsFunc(string(out), func(c rune) bool { return c == '|' || c <= ' ' }), " "); text != "政府信息 120件 A x y after" {
				t.Errorf("it reads %q", text)
			}
		})
	}
	t.Run("LibreOffice", func(t *testing.T) {
		path, err := exec.LookPath("soffice")
		if err != nil {
			optional.Skip(t, "LibreOffice is not installed")
		}
		args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "fodt", "--outdir", folder}
		var names []string
		for _, c := range textCases {
			if c.differs == "" {
				args = append(args, write(fmt.Sprint(len(names)), c.file))
				names = append(names, c.name)
			}
		}
		for _, c := range tableCases {
			if c.differs == "" {
				args = append(args, write(fmt.Sprint(len(names)), c.file))
				names = append(names, c.name)
			}
		}
		if out, err := exec.Command(path, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		same := 0
		for i, name := range names {
			converted, err := os.ReadFile(filepath.Join(folder, fmt.Sprint(i)+".fodt"))
			if err != nil {
				t.Logf("%s: %v", name, err)
				continue
			}
			theirs, err := odt.Read(converted, gongkai.DefaultLimits())
			if err != nil {
				t.Logf("%s: %v", name, err)
				continue
			}
			original, err := os.ReadFile(filepath.Join(folder, fmt.Sprint(i)+".doc"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(readertest.Show(theirs), readertest.Show(readertest.Read(t, Read, original))); diff != "" {
				t.Errorf("%s (-LibreOffice +ours):\n%s", name, diff)
				continue
			}
			same++
		}
		t.Logf("%d of %d the same", same, len(names))
	})
}

// TestCutOff: a report that was cut off anywhere ends in an error with a reason,
// soon.
func TestCutOff(t *testing.T) {
	data := sample(t)
	start := time.Now()
	for n := 0; n < len(data); n += 257 {
		readertest.Check(t, Read, data[:n])
	}
	for at := 0; at < len(data); at += 97 {
		flipped := bytes.Clone(data)
		flipped[at] ^= 0xFF
		readertest.Check(t, Read, flipped)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

func BenchmarkRead(b *testing.B) {
	data := sample(b)
	limits := gongkai.DefaultLimits()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, limits); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadGBK reads a report in code page 936, in many pieces.
func BenchmarkReadGBK(b *testing.B) {
	f := file{charset: charsetGB2312, scattered: true}
	for range 100 {
		f.body = append(f.body, ps(run{text: strings.Repeat("政府信息公开", 20), as: inGBK}))
	}
	for range 28 {
		f.body = append(f.body, row(texts("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), define(even(10)))...)
	}
	data := f.bytes()
	limits := gongkai.DefaultLimits()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, limits); err != nil {
			b.Fatal(err)
		}
	}
}
