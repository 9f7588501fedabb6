package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/corpus/archive"
	"gongkai/corpus/warc"
)

// writeWARC makes a WARC file of addresses and what they hold, one after the other.
func writeWARC(t testing.TB, name string, pages ...string) {
	t.Helper()
	var b bytes.Buffer
	for i := 0; i < len(pages); i += 2 {
		fields := warc.Fields{{Name: "WARC-Type", Value: "response"}, {Name: "WARC-Record-ID", Value: "<" + warc.NewID() + ">"}, {Name: "WARC-Date", Value: "2024-05-06T07:08:09Z"}, {Name: "WARC-Target-URI", Value: pages[i]}}
		if err := warc.Append(&b, fields, strings.NewReader("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+pages[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	write(t, name, b.String())
}

// TestArchives: what is in archives is listed, read and digested like files.
func TestArchives(t *testing.T) {
	tree(t, "d/", "d/sub/", "d/page.html", "d/false.warc")
	writeWARC(t, "d/sub/a.warc.gz", "http://a.cn/1", "one", "http://a.cn/2", "two", "http://b.cn/1", "one")
	a, err := archive.Open("d/crawl", archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, body := range []string{"one", "three"} {
		if _, err := a.Store(archive.Exchange{URL: fmt.Sprint("http://c.cn/", i), Time: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), Response: []byte("HTTP/1.1 200 OK\r\n\r\n"), Body: strings.NewReader(body)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, paths := range [][]string{{"d"}, {"d/*", "d/sub/a.warc.gz"}, {"d/crawl", "d/crawl/warc", "d/sub", "d/*.*"}} {
		entries, err := Files(paths, Options{})
		if err != nil {
			t.Fatal(err)
		}
		items, err := Manifest(context.Background(), entries, 2, gongkai.Limits{Bytes: 100})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range items {
			b, err := i.ReadAll(100)
			path := regexp.MustCompile(`gongkai-.*gz!/[0-9]+`).ReplaceAllString(i.Path, "NAME")
			path = regexp.MustCompile(`!/[0-9]+`).ReplaceAllString(path, "!/N")
			line := fmt.Sprintf("%s %q %s %d", path, b, i.URL(), i.Size)
			if i.DuplicateOf != "" {
				line += " again"
			}
			if err != nil {
				line += " " + err.Error()
			}
			got = append(got, line)
		}
		want := []string{
			`d/false.warc "d/false.warc"  12`,
			`d/sub/a.warc.gz!/N "two" http://a.cn/2 3`,
			`d/crawl/warc/NAME "one" http://c.cn/0 3`,
			`d/sub/a.warc.gz!/N "one" http://a.cn/1 3 again`,
			`d/sub/a.warc.gz!/N "one" http://b.cn/1 3 again`,
			`d/crawl/warc/NAME "three" http://c.cn/1 5`,
			`d/page.html "d/page.html"  11`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", paths, diff)
		}
	}
	entries, err := Files([]string{"d/crawl"}, Options{})
	if err != nil || len(entries) != 2 || !entries[0].Fetched.Equal(time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)) {
		t.Errorf("%+v %v", entries, err)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Address, b.Address) })
	if _, err := ReadAll(entries[1], 4); !errors.Is(err, gongkai.ErrLimit) || !strings.HasPrefix(err.Error(), entries[1].Path+": ") {
		t.Errorf("a payload that is too large: %v", err)
	}
	if _, err := Digest(entries[1], 4); !errors.Is(err, gongkai.ErrLimit) {
		t.Errorf("its digest: %v", err)
	}
	if b, err := ReadAll(entries[1], 0); string(b) != "three" || err != nil {
		t.Errorf("without a limit: %q %v", b, err)
	}
	// What is changed behind our back is seen.
	items, err := Manifest(context.Background(), entries, 1, gongkai.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ := strings.Cut(entries[0].Path, "!/")
	if err := os.Truncate(path, 300); err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		if _, err := i.ReadAll(0); err == nil {
			t.Errorf("%s is read from a file that was cut", i.Path)
		}
	}
}
