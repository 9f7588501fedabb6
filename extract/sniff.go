package extract

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"gongkai"
	"gongkai/extract/charset"
)

const (
	// sniffBytes is how much of a text is looked at to tell its kind.
	sniffBytes = 64 << 10
	// junkBytes is how much may stand before a PDF's or a zip's signature:
	// what Acrobat allows; servers put header lines, PHP warnings there.
	junkBytes = 1024
)

// kind is what the bytes are. The zero value is "not told yet".
type kind struct {
	// says completes the sentence "it is …".
	says string
	// format is the format whose reader reads it; "" if none ever will.
	format gongkai.Format
	// err is the reason why it cannot be read where that is seen at once;
	// nil means ErrFormat when no reader is there.
	err error
}

func (k kind) known() bool { return k.says != "" }

// failure is why a document of the kind is not read.
func (k kind) failure() error {
	err := k.err
	if err == nil {
		err = gongkai.ErrFormat
	}
	return fmt.Errorf("%w: it is %s", err, k.says)
}

// classify tells what the bytes are, from the surest sign to the weakest: a
// signature at the very beginning, what a container holds, a signature behind
// junk, what the text begins with, what its lines look like.
func classify(data []byte) kind {
	for _, look := range []func([]byte) kind{ofSignature, ofZip, ofCompound, ofTar, ofText, behindJunk} {
		if k := look(data); k.known() {
			return k
		}
	}
	return kind{}
}

// signatures are what binary formats begin with. Where marks are short, also
// something that no text has must be near.
var signatures = []struct {
	begins string
	binary bool // a NUL must follow within the first bytes
	kind   kind
}{
	{"%PDF-", false, kind{says: "a PDF", format: gongkai.FormatPDF}},
	{"\x89PNG\r\n\x1a\n", false, kind{says: "a PNG image (it needs OCR)", format: gongkai.FormatImage}},
	{"\xff\xd8\xff", false, kind{says: "a JPEG image (it needs OCR)", format: gongkai.FormatImage}},
	{"GIF87a", false, kind{says: "a GIF image (it needs OCR)", format: gongkai.FormatImage}},
	{"GIF89a", false, kind{says: "a GIF image (it needs OCR)", format: gongkai.FormatImage}},
	{"II*\x00", false, kind{says: "a TIFF image (it needs OCR)", format: gongkai.FormatImage}},
	{"MM\x00*", false, kind{says: "a TIFF image (it needs OCR)", format: gongkai.FormatImage}},
	{"BM", true, kind{says: "a BMP image (it needs OCR)", format: gongkai.FormatImage}},
	{"\x00\x00\x00\x0cjP  \r\n", false, kind{says: "a JPEG 2000 image"}},
	{"8BPS\x00\x01", false, kind{says: "a Photoshop image"}},
	{"\x00\x00\x01\x00", false, kind{says: "an icon"}},
	{"\xd7\xcd\xc6\x9a", false, kind{says: "a WMF drawing"}},
	{"AT&TFORM", false, kind{says: "a DjVu document"}},
	{"Rar!\x1a\x07", false, kind{says: "a RAR archive"}},
	{"7z\xbc\xaf\x27\x1c", false, kind{says: "a 7z archive"}},
	{"BZh", true, kind{says: "a bzip2 archive"}},
	{"\xfd7zXZ\x00", false, kind{says: "an xz archive"}},
	{"\x28\xb5\x2f\xfd", false, kind{says: "a zstd archive"}},
	{"MSCF\x00\x00\x00\x00", false, kind{says: "a cabinet archive"}},
	{"WARC/", false, kind{says: "a web archive (WARC)"}},
	{"\x7fELF", false, kind{says: "an executable"}},
	{"MZ", true, kind{says: "an executable"}},
	{"\xca\xfe\xba\xbe", false, kind{says: "an executable"}},
	{"\xcf\xfa\xed\xfe", false, kind{says: "an executable"}},
	{"SQLite format 3\x00", false, kind{says: "an SQLite database"}},
	{"%!PS", false, kind{says: "a PostScript file"}},
	{"ID3", true, kind{says: "a sound"}},
	{"\x1aE\xdf\xa3", false, kind{says: "a film"}},
	{"FLV\x01", false, kind{says: "a film"}},
	{"FWS", true, kind{says: "a Flash animation"}},
	{"CWS", true, kind{says: "a Flash animation"}},
	{"wOFF", true, kind{says: "a font"}},
	{"\x00\x01\x00\x00\x00", false, kind{says: "a font"}},
	{"CAJ", true, kind{says: "a CAJ document"}},
	{"Founder CEB", false, kind{says: "a CEB document"}},
	{"ITSF\x03\x00", false, kind{says: "a CHM help file"}},
}

func ofSignature(data []byte) kind {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.begins)) && (!s.binary || bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0) {
			return s.kind
		}
	}
	at := func(offset int, mark string) bool {
		return len(data) > offset && bytes.HasPrefix(data[offset:], []byte(mark))
	}
	switch {
	case at(0, "RIFF") && at(8, "WEBP"):
		return kind{says: "a WebP image (it needs OCR)", format: gongkai.FormatImage}
	case at(0, "RIFF") && at(8, "AVI "), at(4, "ftypmp4"), at(4, "ftypiso"), at(4, "ftypqt"), at(4, "ftypM4V"):
		return kind{says: "a film"}
	case at(4, "ftyphei"), at(4, "ftypmif1"), at(4, "ftypavif"):
		return kind{says: "a HEIF image"}
	case at(0, "\x1f\x8b"):
		return ofGzip(data)
	}
	return kind{}
}

// ofGzip names a gzip file by what is in it. One that holds a document on its
// own is the document as the server sent it; unwrap has removed that before.
func ofGzip(data []byte) kind {
	inner, err := inflate(data, junkBytes)
	switch {
	case len(inner) == 0 && err != nil:
		return kind{says: "a gzip archive that was cut off", err: gongkai.ErrDamaged}
	case ofTar(inner).known():
		return kind{says: "a tar archive, compressed with gzip"}
	}
	return kind{says: "a gzip archive"}
}

// unwrap removes the compression that a server applied to a document on its
// way (Content-Encoding: gzip) and a crawler forgot to undo. Anything else is
// returned as it is, compressed archives too.
func unwrap(data []byte, limits gongkai.Limits) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte("\x1f\x8b\x08")) {
		return data, nil
	}
	head, err := inflate(data, sniffBytes)
	if k := classify(head); k.format == "" || bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		return data, nil // what is in it names the archive, or is wrapped twice
	}
	limit := limits.ExpandedBytes
	if limit == 0 || limits.Bytes > 0 && limits.Bytes < limit {
		limit = limits.Bytes
	}
	if limit == 0 {
		limit = gongkai.DefaultLimits().ExpandedBytes
	}
	whole, err := inflate(data, limit+1)
	switch {
	case len(whole) > limit:
		return nil, gongkai.Exceeds(len(whole), limit, "bytes when decompressed")
	case err != nil:
		return nil, fmt.Errorf("%w: its compression (gzip) was cut off or is broken (%v)", gongkai.ErrDamaged, err)
	}
	return whole, nil
}

// inflate returns at most limit bytes, and those before damage.
func inflate(data []byte, limit int) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	out, err := io.ReadAll(io.LimitReader(z, int64(limit)))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return out, err
}

// ofTar: the checksum of a tar header is as good as a signature, and older
// archives have no other.
func ofTar(data []byte) kind {
	if len(data) < 512 {
		return kind{}
	}
	sum, stated, digits := 0, 0, 0
	for i, b := range data[:512] {
		if i >= 148 && i < 156 {
			b = ' '
		}
		sum += int(b)
	}
	for _, b := range data[148:156] {
		if b >= '0' && b <= '7' {
			stated = stated*8 + int(b-'0')
			digits++
		}
	}
	if digits >= 4 && sum == stated {
		return kind{says: "a tar archive"}
	}
	return kind{}
}

// behindJunk finds a PDF or a zip that begins a little late.
func behindJunk(data []byte) kind {
	head := data[:min(len(data), junkBytes+4)]
	pdf := bytes.Index(head, []byte("%PDF-"))
	zip := bytes.Index(head, []byte("PK\x03\x04"))
	switch {
	case pdf >= 0 && (zip < 0 || pdf < zip):
		return kind{says: "a PDF", format: gongkai.FormatPDF}
	case zip >= 0:
		return ofZip(data[zip:])
	}
	return kind{}
}

// decoded is the beginning of a text as UTF-8, "" for binary data.
func decoded(data []byte) string {
	cut := len(data) > sniffBytes
	if cut {
		data = data[:sniffBytes] // even, for UTF-16
	}
	text, _ := charset.Decode(data, "")
	if charset.Binary(text) {
		return ""
	}
	return text
}
