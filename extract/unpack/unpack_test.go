package unpack

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/internal/optional"
)

// list unpacks and prints what came: a line for each member with its bytes, or its
// reason, then the reason of the archive.
func list(data []byte, limits gongkai.Limits) string {
	var b strings.Builder
	err := Unpack(data, limits, nil, func(m Member) error {
		if m.Err != nil {
			fmt.Fprintf(&b, "%s: %s\n", m.Name, gongkai.Reason(m.Err))
			return nil
		}
		text := string(m.Data)
		if len(text) > 20 {
			text = fmt.Sprintf("%08x", crc32.ChecksumIEEE(m.Data))
		}
		fmt.Fprintf(&b, "%s = %s\n", m.Name, text)
		return nil
	})
	if err != nil {
		fmt.Fprintf(&b, "(%s)\n", gongkai.Reason(err))
	}
	return b.String()
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// what 7z, xz and bzip2 packed: 2023/报告一.txt and 报告二.html.
const packedReports = "2023/报告一.txt = 534c787a\n报告二.html = e02d1123\n"

// TestPrograms: archives that 7z 16.02, xz and bzip2 made.
func TestPrograms(t *testing.T) {
	for name, want := range map[string]string{
		"copy.7z": packedReports, "lzma.7z": packedReports, "lzma2.7z": packedReports, "ppmd.7z": packedReports, "bzip2.7z": packedReports,
		"deflate.7z": packedReports, "nonsolid.7z": packedReports, "bzip2.zip": packedReports, "reports.tar.xz": packedReports, "reports.tar.bz2": packedReports,
		"page.xz": "content = e02d1123\n", "page.bz2": "content = e02d1123\n",
		"encrypted.7z":       "2023/报告一.txt: encrypted\n报告二.html: encrypted\n",
		"encrypted-names.7z": "(encrypted)\n",
		"aes.zip":            "2023/报告一.txt: encrypted\n报告二.html: encrypted\n",
		"zipcrypto.zip":      "2023/报告一.txt: encrypted\n报告二.html: encrypted\n",
		"lzma.zip":           "2023/报告一.txt: format\n报告二.html = e02d1123\n",
		"deflate64.zip":      "2023/报告一.txt: format\n报告二.html = e02d1123\n",
		"volumes.7z.001":     "(damaged)\n",
	} {
		got := list(read(t, name), gongkai.DefaultLimits())
		if sorted(got) != sorted(want) {
			t.Errorf("%s:\n%swant:\n%s", name, got, want)
		}
	}
}

// sorted sorts the lines: 7z orders members by type.
func sorted(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		for j := i + 1; j < len(lines); j++ {
			if lines[j] < lines[i] {
				lines[i], lines[j] = lines[j], lines[i]
			}
		}
	}
	return strings.Join(lines, "\n")
}

// TestKindOf: what an archive is, its bytes say, and whether a zip is one document.
func TestKindOf(t *testing.T) {
	docx := writeZip(t, file{"word/document.xml", "x"}, file{"[Content_Types].xml", "x"})
	for _, c := range []struct {
		name string
		data []byte
		want Kind
	}{
		{"zip", writeZip(t, file{"a.txt", "a"}), Zip},
		{"empty zip", writeZip(t), Zip},
		{"zip after an executable's part", append([]byte("MZ"), writeZip(t, file{"a", "a"})...), None},
		{"zip of a docx", writeZip(t, file{"a.docx", string(docx)}), Zip},
		{"zip of a stored docx in a folder", writeZip(t, file{"word/报告.docx", string(docx)}), Zip},
		{"docx", docx, None},
		{"docx whose types come last", docx, None},
		{"docx cut off", docx[:len(docx)-30], None},
		{"zip cut off", writeZip(t, file{"a.txt", "a"})[:40], Zip},
		{"xlsx", writeZip(t, file{"xl/workbook.xml", "x"}), None},
		{"xlsx with backslashes", writeZip(t, file{`\XL\Workbook.xml`, "x"}), None},
		{"ofd", writeZip(t, file{"Doc_0/Document.xml", "x"}, file{"OFD.xml", "x"}), None},
		{"odt", writeZip(t, file{"mimetype", "application/vnd.oasis.opendocument.text"}), None},
		{"epub", writeZip(t, file{"mimetype", "application/epub+zip"}, file{"META-INF/container.xml", "x"}), None},
		{"tar", writeTar(t, file{"a.txt", "a"}), Tar},
		{"tar.gz", writeGzip(t, "", writeTar(t, file{"a.txt", "a"})), Gzip},
		{"rar 4", writeRAR4(0), RAR},
		{"rar 5", writeRAR5(0, nil), RAR},
		{"text", []byte("PK 公开"), None},
		{"nothing", nil, None},
		{"zeros", make([]byte, 1024), None},
		{"page", bytes.Repeat([]byte("<html>公开</html>"), 60), None},
	} {
		if got := KindOf(c.data[:min(len(c.data), headBytes)], bytes.NewReader(c.data), int64(len(c.data))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if err := Unpack(docx, gongkai.Limits{}, nil, nil); !errors.Is(err, gongkai.ErrFormat) {
		t.Errorf("a document is unpacked: %v", err)
	}
}

// TestNames: in whatever encoding a name is, it comes out right.
func TestNames(t *testing.T) {
	const name = "2023年/青梧县公开年报.docx"
	extra := func(about, name string) []byte {
		field := binary.LittleEndian.AppendUint32([]byte{1}, crc32.ChecksumIEEE([]byte(about)))
		field = append(field, name...)
		b := binary.LittleEndian.AppendUint16([]byte{0x55, 0x54, 1, 0, 0}, unicodePath)
		return append(binary.LittleEndian.AppendUint16(b, uint16(len(field))), field...)
	}
	for _, c := range []struct {
		name  string
		raw   string
		flags uint16
		extra []byte
		want  string
	}{
		{"GBK", gbk(t, name), 0, nil, name},
		{"marked as UTF-8", name, zipUTF8, nil, name},
		{"UTF-8 without the mark", name, 0, nil, name},
		{"GBK marked as UTF-8", gbk(t, name), zipUTF8, nil, name},
		{"extra field", "????", 0, extra("????", name), name},
		{"extra field about another name", gbk(t, name), 0, extra("old", "老.doc"), name},
		{"extra field that ends early", gbk(t, name), 0, extra("x", "y")[:12], name},
		{"backslashes", gbk(t, `2023年\青梧县公开年报.docx`), 0, nil, name},
		{"a drive's root", `/./` + name, zipUTF8, nil, name},
		{"like UTF-8, of two bytes each", gbk(t, "谩隆.doc"), 0, nil, "谩隆.doc"},
		{"latin", "résumé.doc", zipUTF8, nil, "résumé.doc"},
		{"neither", "a\xff\xffb.doc", 0, nil, "a%FF%FFb.doc"},
		{"up", "../../etc/年报.doc", zipUTF8, nil, "../../etc/年报.doc"},
	} {
		if got := clean(zipName(c.raw, c.flags, c.extra)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestZip: what zips are like.
func TestZip(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	addZip(t, z, &zip.FileHeader{Name: gbk(t, "目录/"), NonUTF8: true}, "")
	addZip(t, z, &zip.FileHeader{Name: gbk(t, "目录/报告.txt"), NonUTF8: true, Method: zip.Deflate}, "deflated")
	addZip(t, z, &zip.FileHeader{Name: "stored.txt"}, "stored")
	addZip(t, z, &zip.FileHeader{Name: "stored.txt"}, "another")
	addZip(t, z, &zip.FileHeader{Name: "empty.txt"}, "")
	link := &zip.FileHeader{Name: "link"}
	link.SetMode(os.ModeSymlink | 0o777)
	addZip(t, z, link, "stored.txt")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	good := b.Bytes()
	const all = "目录/报告.txt = deflated\nstored.txt = stored\nstored.txt@2 = another\nempty.txt = \n"
	wrong := bytes.Replace(good, []byte("another"), []byte("ANOTHER"), 1)
	document := string(writeZip(t, file{"OFD.xml", ""}))
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"document in a zip", writeZip(t, file{"a.zip", document}), fmt.Sprintf("a.zip = %08x\n", crc32.ChecksumIEEE([]byte(document)))},
		{"data descriptors", good, all},
		{"a damaged member", wrong, strings.Replace(all, "@2 = another", "@2: damaged", 1)},
		{"without a directory", good[:len(good)-100], "(damaged)\n"},
		{"zip64", zip64(good), all},
		{"junk behind", append(bytes.Clone(good), "junk"...), all},
		{"a volume", volume(good), "(format)\n"},
		{"empty", writeZip(t), "(empty)\n"},
		{"folders only", writeZip(t, file{"a/", ""}, file{`b\`, ""}), "(empty)\n"},
		{"encrypted beside another", encryptFirst(writeZip(t, file{"a", "a"}, file{"b", "b"})), "a: encrypted\nb = b\n"},
		{"zip in a zip", writeZip(t, file{"in.zip", string(writeZip(t, file{gbk(t, "年报.doc"), "x"}))}, file{"b", "b"}), "in.zip!/年报.doc = x\nb = b\n"},
		{"broken zip in a zip", writeZip(t, file{"in.zip", "PK\x03\x04 no"}, file{"b", "b"}), "in.zip: damaged\nb = b\n"},
		{"empty zip in a zip", writeZip(t, file{"in.zip", string(writeZip(t))}, file{"b", "b"}), "in.zip: empty\nb = b\n"},
	} {
		if diff := cmp.Diff(c.want, list(c.data, gongkai.DefaultLimits())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// zip64 moves a zip's end into records of zip64.
func zip64(data []byte) []byte {
	at := bytes.LastIndex(data, []byte("PK\x05\x06"))
	le := binary.LittleEndian
	n, size, from := le.Uint16(data[at+10:]), le.Uint32(data[at+12:]), le.Uint32(data[at+16:])
	out := append(bytes.Clone(data[:at]), "PK\x06\x06"...)
	out = le.AppendUint64(out, 44)
	out = append(out, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, v := range []uint64{uint64(n), uint64(n), uint64(size), uint64(from)} {
		out = le.AppendUint64(out, v)
	}
	out = append(out, "PK\x06\x07\x00\x00\x00\x00"...)
	out = le.AppendUint64(out, uint64(at))
	out = append(out, 1, 0, 0, 0)
	return append(out, "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
}

// volume says in a zip's end that it is the third of several.
func volume(data []byte) []byte {
	data = bytes.Clone(data)
	data[bytes.LastIndex(data, []byte("PK\x05\x06"))+4] = 2
	return data
}

// encryptFirst marks the first member as encrypted.
func encryptFirst(data []byte) []byte {
	data = bytes.Clone(data)
	data[6] |= zipEncrypted
	data[bytes.Index(data, []byte("PK\x01\x02"))+8] |= zipEncrypted
	return data
}

// TestRAR: archives of both formats.
func TestRAR(t *testing.T) {
	one, two := file{"目录/报告.txt", "one"}, file{"b.txt", "two"}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"4", writeRAR4(0, rarFile{file: file{gbk(t, `目录\报告.txt`), "one"}}, rarFile{file: two}), "目录/报告.txt = one\nb.txt = two\n"},
		{"4, encrypted member", writeRAR4(0, rarFile{file: one, encrypted: true}, rarFile{file: two}), "目录/报告.txt: encrypted\nb.txt = two\n"},
		{"4, encrypted headers", writeRAR4(0x80, rarFile{file: one}), "(encrypted)\n"},
		{"4, damaged member", writeRAR4(0, rarFile{file: one, crc: 1}, rarFile{file: two}), "目录/报告.txt: damaged\nb.txt = two\n"},
		{"4, first of several volumes", writeRAR4(0x101, rarFile{file: two}, rarFile{file: one, after: true, size: 5}), "b.txt = two\n目录/报告.txt: format\n(format)\n"},
		{"4, cut off", writeRAR4(0, rarFile{file: two}, rarFile{file: one})[:80], "b.txt = two\n(damaged)\n"},
		{"5", writeRAR5(0, nil, rarFile{file: one}, rarFile{file: two}), "目录/报告.txt = one\nb.txt = two\n"},
		{"5, encrypted member", writeRAR5(0, nil, rarFile{file: one, encrypted: true}, rarFile{file: two}), "目录/报告.txt: encrypted\nb.txt = two\n"},
		{"5, encrypted headers", writeRAR5(0, rar5Block(4, 0, nil, 0, append([]byte{0, 0, 15}, make([]byte, 16)...)), rarFile{file: one}), "(encrypted)\n"},
		{"5, damaged member", writeRAR5(0, nil, rarFile{file: one, crc: 1}, rarFile{file: two}), "目录/报告.txt: damaged\nb.txt = two\n"},
		{"5, first of several volumes", writeRAR5(1, nil, rarFile{file: two}, rarFile{file: one, after: true, size: 5}), "b.txt = two\n目录/报告.txt: format\n(format)\n"},
		{"5, nothing", writeRAR5(0, nil), "(empty)\n"},
	} {
		if diff := cmp.Diff(c.want, list(c.data, gongkai.DefaultLimits())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestTar: tars, packed or not, and packed files.
func TestTar(t *testing.T) {
	two := writeTar(t, file{"目录/报告.txt", "one"}, file{gbk(t, "年报.txt"), "two"})
	const want = "目录/报告.txt = one\n年报.txt = two\n"
	cut := writeGzip(t, "", two)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"tar", two, want},
		{"tar.gz", writeGzip(t, "", two), want},
		{"tar cut off", two[:512+512+512+100], "目录/报告.txt = one\n(damaged)\n"},
		{"tar with junk behind", append(bytes.Clone(two), "junk"...), want},
		{"tar.gz cut off", cut[:len(cut)-20], ""},
		{"tar in a tar.gz", writeGzip(t, "", writeTar(t, file{"in.tar", string(two)})), "in.tar!/目录/报告.txt = one\nin.tar!/年报.txt = two\n"},
		{"gz of a file", writeGzip(t, "report.html", []byte("page")), "report.html = page\n"},
		{"gz without a name", writeGzip(t, "", []byte("page")), "content = page\n"},
		{"gz of a gz", writeGzip(t, "a.gz", writeGzip(t, "b", []byte("page"))), "a.gz!/b = page\n"},
		{"gz damaged", append(writeGzip(t, "a", []byte("page")), "junk"...), "a: damaged\n"},
		{"gz of nothing", writeGzip(t, "a", nil), "a = \n"},
	} {
		got := list(c.data, gongkai.DefaultLimits())
		if c.name == "tar.gz cut off" {
			if !strings.Contains(got, "damaged") {
				t.Errorf("%s: %s", c.name, got)
			}
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestSevenZipDamage: a good member beside a broken one is read, if the method allows.
func TestSevenZipDamage(t *testing.T) {
	data := bytes.Replace(read(t, "copy.7z"), []byte("玉兰市"), []byte("玉蘭市"), 1)
	if got := list(data, gongkai.Limits{}); sorted(got) != sorted("2023/报告一.txt = 534c787a\n报告二.html: damaged\n") {
		t.Error(got)
	}
	data = read(t, "lzma2.7z")
	data[60] ^= 0x55
	if got := list(data, gongkai.Limits{}); strings.Count(got, "damaged") != 2 {
		t.Error(got)
	}
	if got := list(writeSevenZip(coder{id: "\x00", size: 3}, "年报.txt", []byte("abc")), gongkai.Limits{}); got != "年报.txt = abc\n" {
		t.Error(got)
	}
	if got := list(writeSevenZip(coder{id: "\x00", size: 4}, "年报.txt", []byte("abc")), gongkai.Limits{}); got != "年报.txt: damaged\n" {
		t.Error(got)
	}
	if got := list(writeSevenZip(coder{id: "\x7f\x01", size: 3}, "年报.txt", []byte("abc")), gongkai.Limits{}); got != "年报.txt: format\n" {
		t.Error(got)
	}
}

// TestSkip: what is skipped is not read, and the caller's error ends everything.
func TestSkip(t *testing.T) {
	data := writeZip(t, file{"__MACOSX/._a", "x"}, file{"in.zip", string(writeZip(t, file{"a", "x"}, file{"b", "y"}))})
	var names []string
	err := Unpack(data, gongkai.Limits{}, func(name string) bool { return name == "__MACOSX/._a" || name == "in.zip!/a" }, func(m Member) error {
		names = append(names, m.Name)
		return nil
	})
	if diff := cmp.Diff([]string{"in.zip!/b"}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
	full := errors.New("disk full")
	if err := Unpack(data, gongkai.Limits{}, nil, func(Member) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
}

// TestLibraries runs the libraries' own archives through, where their modules are.
func TestLibraries(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/bodgit/sevenzip").Output()
	files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "testdata", "*.7z"))
	if err != nil || len(files) == 0 {
		optional.Skip(t, "the source of github.com/bodgit/sevenzip is not here")
	}
	// Encrypted ones, and one that is broken.
	want := map[string]string{"aes7z.7z": "encrypted", "7zcracker.7z": "encrypted", "pr472.7z": "encrypted", "t2.7z": "encrypted", "t3.7z": "encrypted",
		"t4.7z": "encrypted", "t5.7z": "encrypted", "COMPRESS-492.7z": "damaged"}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got, name := list(data, gongkai.DefaultLimits()), filepath.Base(f)
		switch {
		case want[name] != "":
			if !strings.Contains(got, want[name]) {
				t.Errorf("%s is not %s:\n%s", name, want[name], got)
			}
		case name == "empty.7z" || name == "empty2.7z":
		case strings.Contains(got, ": ") || !strings.Contains(got, " = "):
			t.Errorf("%s:\n%s", name, got)
		}
	}
}
