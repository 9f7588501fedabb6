package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestVerify: each kind of damage is found and named.
func TestVerify(t *testing.T) {
	c := newClock()
	made := filepath.Join(t.TempDir(), "a")
	a := open(t, made, Options{Now: c.Now, MaxBytes: 4000})
	for i := range 5 {
		store(t, a, page(c, fmt.Sprint("http://a.cn/", i), strings.Repeat(fmt.Sprint("page ", i), 20)))
	}
	second, _, err := a.Ledger().Get("http://a.cn/1")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	verifyAll(t, made)
	names, err := warcFiles(made)
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	first, last := names[0], names[len(names)-1]
	file := func(folder, name string) string { return filepath.Join(folder, warcFolder, name) }
	edit := func(folder, name string, change func([]byte) []byte) error {
		data, err := os.ReadFile(file(folder, name))
		if err != nil {
			return err
		}
		return os.WriteFile(file(folder, name), change(data), 0o644)
	}
	sql := func(folder, statement string) error {
		l, err := openLedger(folder, false)
		if err != nil {
			return err
		}
		defer l.close()
		_, err = l.db.Exec(statement)
		return err
	}
	for _, k := range []struct {
		name   string
		damage func(folder string) error
		want   string
	}{
		{"a byte is another", func(f string) error {
			return edit(f, first, func(b []byte) []byte { b[second.Record.Offset+200] ^= 1; return b })
		}, `first!/\d+: the gzip member is damaged`},
		{"the end is missing", func(f string) error { return edit(f, last, func(b []byte) []byte { return b[:len(b)-9] }) }, `last!/\d+: the file ends within the record`},
		{"the metadata record is missing", func(f string) error {
			return edit(f, last, func(b []byte) []byte { return b[:strings.LastIndex(string(b), "\x1f\x8b")] })
		}, `last: the last record has no metadata record`},
		{"a file is missing", func(f string) error { return os.Remove(file(f, first)) }, `first: the file is gone; the ledger has records in it`},
		{"a file is a stranger's", func(f string) error {
			return os.WriteFile(file(f, "other.warc.gz"), members(html("http://b.cn/", "x")), 0o644)
		}, `other.warc.gz!/0: http://b.cn/ is not in the ledger`},
		{"a file without compression of its own", func(f string) error {
			return os.WriteFile(file(f, "other.warc.gz"), members(html("http://b.cn/", "x")+html("http://b.cn/2", "x")), 0o644)
		}, `other.warc.gz: records share gzip members`},
		{"a file was not closed", func(f string) error { return os.Rename(file(f, last), file(f, last)+openSuffix) }, `last.open: the file is open`},
		{"the ledger says otherwise: length", func(f string) error {
			return sql(f, "DROP TRIGGER events_are_not_changed; UPDATE events SET length = length + 1 WHERE seq = 4")
		}, `the ledger says that the record has \d+ bytes, it has \d+`},
		{"the ledger says otherwise: digest", func(f string) error {
			return sql(f, "DROP TRIGGER events_are_not_changed; UPDATE events SET digest = 'sha256:00' WHERE seq = 4")
		}, `the ledger says sha256:00, the record sha256:`},
		{"the ledger says otherwise: URL", func(f string) error { return sql(f, "UPDATE urls SET url = 'http://a.cn/x' WHERE id = 2") }, `the ledger has http://a.cn/x here, the record is of http://a.cn/1`},
		{"the ledger has what is not there", func(f string) error {
			return sql(f, "INSERT INTO events SELECT NULL, url, time, state, reason, status, digest, file, offset + 1, length FROM events WHERE file <> '' LIMIT 1")
		}, `the ledger has http://a.cn/0 here, and there is no record`},
		{"the ledger is missing", func(f string) error { return os.Remove(filepath.Join(f, ledgerName)) }, `ledger.sqlite: there is none`},
		{"the index is of less", func(f string) error { return os.Remove(filepath.Join(f, indexName)) }, `index.cdxj: the index cannot be used`},
	} {
		folder := snapshot(t, made)
		if err := k.damage(folder); err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
		problems, err := Verify(folder)
		if err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
		want := strings.NewReplacer("first", regexp.QuoteMeta(first), "last.open", regexp.QuoteMeta(last)+".open", "last:", regexp.QuoteMeta(last)+":", "last!", regexp.QuoteMeta(last)+"!").Replace(k.want)
		found := false
		for _, p := range problems {
			found = found || regexp.MustCompile(want).MatchString(p.String())
		}
		if !found {
			t.Errorf("%s: nothing says %q: %v", k.name, want, problems)
		}
	}
}

// TestVerifyForeign: digests of files of other programs.
func TestVerifyForeign(t *testing.T) {
	digest := func(fields string) string {
		return strings.Replace(reply("http://a.cn/1", "200 OK\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n"), "WARC-Date", fields+"\r\nWARC-Date", 1)
	}
	for fields, want := range map[string]string{
		"WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5":                         "", // without chunks
		"WARC-Payload-Digest: sha1:QWGZ2VAC7A7JMGVRS2JEQJ4C7NYXKZOP":                         "WARC-Payload-Digest is QWGZ",
		"WARC-Payload-Digest: sha256:6ef8a6a7d6c2b8cf8a0a5b7c3f8a0f6b7a1c2d3e4f5a6b7c8d9e0f": "WARC-Payload-Digest is 6ef8",
		"WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5":                           "WARC-Block-Digest is VGMT",
		"X: no digest": "",
	} {
		path := filepath.Join(t.TempDir(), "x.warc")
		if err := os.WriteFile(path, []byte(digest(fields)), 0o644); err != nil {
			t.Fatal(err)
		}
		problems, err := Verify(path)
		if err != nil || (want == "") != (len(problems) == 0) || want != "" && !strings.Contains(problems[0].String(), want) {
			t.Errorf("%s: %v %v", fields, problems, err)
		}
	}
}
