package archive

import (
	"cmp"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"gongkai/corpus/warc"
	"gongkai/internal/optional"
)

// python is a Python that has the module; the test is skipped without.
func python(t *testing.T, module string) string {
	t.Helper()
	program := cmp.Or(os.Getenv("GONGKAI_PYTHON"), "python3")
	if out, err := exec.Command(program, "-c", "import "+module).CombinedOutput(); err != nil {
		optional.Skip(t, fmt.Sprintf("%s cannot import %s: %v: %s", program, module, err, strings.TrimSpace(string(out))))
	}
	return program
}

// replay reads WARC files with warcio and prints what it saw: a line a record, with
// what its own check of the digests says.
const replay = `
import sys
from warcio.archiveiterator import ArchiveIterator
for path in sys.argv[1:]:
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            body = record.content_stream().read()
            checked = record.digest_checker
            status = record.http_headers.get_statuscode() if record.http_headers else "-"
            print(record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "-", status, len(body),
                  "pass" if checked.passed else checked.passed, ";".join(checked.problems))
`

// TestWarcio: another program reads every file and agrees with every digest.
func TestWarcio(t *testing.T) {
	program := python(t, "warcio")
	folder, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := open(t, folder, Options{Now: c.Now, MaxBytes: 4000, Info: warc.Fields{{Name: "operator", Value: "某人"}}})
	for i := range 9 {
		store(t, a, page(c, fmt.Sprintf("http://a.gov.cn/%d", i), strings.Repeat("<p>公开</p>", i+1)))
	}
	store(t, a, page(c, "http://a.gov.cn/copy", "<p>公开</p>"))
	store(t, a, answer(c, "http://a.gov.cn/1", "304 Not Modified"))
	store(t, a, answer(c, "http://a.gov.cn/old", "302 Found\r\nLocation: /1"))
	zip := page(c, "http://a.gov.cn/zip", packed(t, "packed"))
	zip.Response = []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n")
	store(t, a, zip)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "warc", "*.warc.gz"))
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	out, err := exec.Command(program, append([]string{"-c", replay}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	kinds := map[string]int{}
	for line := range strings.Lines(string(out)) {
		kinds[strings.Fields(line)[0]]++
		// A revisit has no payload that could be checked.
		if !strings.Contains(line, " pass ") && !(strings.HasPrefix(line, "revisit") && strings.Contains(line, " None ")) {
			t.Errorf("warcio says: %s", line)
		}
	}
	// Thirteen exchanges, two of them without a request.
	for kind, want := range map[string]int{"response": 11, "revisit": 2, "request": 11, "metadata": 13, "warcinfo": len(files)} {
		if kinds[kind] != want {
			t.Errorf("%d records of kind %s, want %d", kinds[kind], kind, want)
		}
	}
	for _, want := range []string{"response http://a.gov.cn/0 200 13 pass", "response http://a.gov.cn/zip 200 6 pass", "revisit http://a.gov.cn/copy 200 0 None", "response http://a.gov.cn/old 302 0 pass"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("warcio does not see %q:\n%s", want, out)
		}
	}
	// Its own command agrees.
	if out, err := exec.Command(program, append([]string{"-m", "warcio.cli", "check", "-v"}, files...)...).CombinedOutput(); err != nil || strings.Contains(string(out), "digest failed") {
		t.Errorf("warcio check: %v\n%s", err, out)
	}
}

func packed(t testing.TB, text string) string {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// record has warcio write a WARC file: chunked, compressed, a revisit, a resource.
const record = `
import gzip, sys
from io import BytesIO
from warcio.warcwriter import WARCWriter
from warcio.statusandheaders import StatusAndHeaders
path, version = sys.argv[1], sys.argv[2]
with open(path, "wb") as out:
    w = WARCWriter(out, gzip=path.endswith(".gz"), warc_version=version)
    w.write_record(w.create_warcinfo_record(path, {"software": "warcio"}))
    def page(url, body, *fields, **kw):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")] + list(fields), protocol="HTTP/1.1")
        r = w.create_warc_record(url, "response", payload=BytesIO(body), http_headers=head)
        w.write_record(r)
        return r
    one = page("http://a.cn/1", b"<p>1</p>")
    page("http://a.cn/2", b"8\r\n<p>2</p>\r\n0\r\n\r\n", ("Transfer-Encoding", "chunked"))
    page("http://a.cn/3", gzip.compress(b"<p>3</p>"), ("Content-Encoding", "gzip"))
    w.write_record(w.create_warc_record("http://a.cn/4", "resource", payload=BytesIO(b"%PDF-1.4"), warc_content_type="application/pdf"))
    digest = one.rec_headers.get_header("WARC-Payload-Digest")
    w.write_record(w.create_revisit_record("http://a.cn/5", digest, "http://a.cn/1", one.rec_headers.get_header("WARC-Date"), http_headers=one.http_headers))
`

// TestReadWarcio: the files that the other program writes are read, and their digests
// agreed with.
func TestReadWarcio(t *testing.T) {
	program := python(t, "warcio")
	const want = "http://a.cn/1 \"<p>1</p>\"\nhttp://a.cn/2 \"<p>2</p>\"\nhttp://a.cn/3 \"<p>3</p>\"\nhttp://a.cn/4 \"%PDF-1.4\"\nhttp://a.cn/5 \"<p>1</p>\""
	for _, name := range []string{"x.warc", "x.warc.gz"} {
		for _, version := range []string{"1.0", "1.1"} {
			path := filepath.Join(t.TempDir(), name)
			if out, err := exec.Command(program, "-c", record, path, version).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if diff := gocmp.Diff(want, contents(t, path)); diff != "" {
				t.Errorf("%s, version %s (-want +got):\n%s", name, version, diff)
			}
			verifyAll(t, path)
		}
	}
}
