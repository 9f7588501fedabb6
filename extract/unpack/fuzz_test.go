package unpack

import (
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"gongkai"
)

// FuzzUnpack: whatever the bytes are, nothing panics or hangs, what comes out is within
// the limits, the same each time, and has a name of its own.
func FuzzUnpack(f *testing.F) {
	fixtures, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range fixtures {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	one := file{"目录/报告.txt", "one"}
	for _, data := range [][]byte{
		writeZip(f, one, file{gbk(f, "年报.doc"), "two"}), zip64(writeZip(f, one)), encryptFirst(writeZip(f, one)), overlapping(f), lying(f),
		writeZip(f, file{"a.zip", string(writeZip(f, one))}), writeTar(f, one), sparse(1 << 40), writeGzip(f, "a.tar", writeTar(f, one)), writeGzip(f, "page", []byte("x")),
		writeRAR4(0, rarFile{file: one}), writeRAR4(0x80, rarFile{file: one}), writeRAR5(0, nil, rarFile{file: one}), writeRAR5(0, nil, rarFile{file: one, window: 1}),
		writeSevenZip(coder{id: "\x00", size: 1}, "a", []byte("x")), writeSevenZip(coder{id: "\x21", properties: "\x10", size: 4}, "a", []byte("\x01\x00\x03abcd\x00")),
	} {
		f.Add(data)
	}
	limits := gongkai.Limits{Bytes: 1 << 20, ExpandedBytes: 4 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		start, total := time.Now(), 0
		names := map[string]bool{}
		err := Unpack(data, limits, nil, func(m Member) error {
			total += len(m.Data)
			if !utf8.ValidString(m.Name) || len(m.Name) > maxName+50 {
				t.Errorf("the name %q", m.Name)
			}
			if m.Err == nil && names[m.Name] {
				t.Errorf("two members %q", m.Name)
			}
			names[m.Name] = names[m.Name] || m.Err == nil
			if m.Err != nil && (gongkai.Reason(m.Err) == "other" || m.Data != nil) {
				t.Errorf("%s: %v", m.Name, m.Err)
			}
			return nil
		})
		if err != nil && gongkai.Reason(err) == "other" {
			t.Error(err)
		}
		if total > limits.ExpandedBytes || time.Since(start) > time.Minute {
			t.Errorf("%d bytes, %v", total, time.Since(start))
		}
		if first, second := list(data, limits), list(data, limits); first != second {
			t.Errorf("%s\nthen\n%s", first, second)
		}
	})
}
