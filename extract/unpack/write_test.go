package unpack

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// file is a member to be written.
type file struct{ name, body string }

func gbk(t testing.TB, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// writeZip writes members whose names are taken as they are, without a mark.
func writeZip(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, NonUTF8: true}
		if len(f.body) > 100 {
			h.Method = zip.Deflate
		}
		addZip(t, z, h, f.body)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func addZip(t testing.TB, z *zip.Writer, h *zip.FileHeader, body string) {
	t.Helper()
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write([]byte(body))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func writeTar(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.body)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeGzip(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Name = name
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rar4File and rar5File are members of a RAR archive that nothing compresses, unless
// dictionary is set.
type rarFile struct {
	file
	encrypted, before, after bool // before and after: it goes on in other volumes
	crc                      uint32
	window                   uint64 // RAR 5: 128 KiB << window, with method 1
	size                     uint64 // if it is not that of body
}

func (f rarFile) sum() uint32 {
	if f.crc != 0 {
		return f.crc
	}
	return crc32.ChecksumIEEE([]byte(f.body))
}

// writeRAR4 follows the format of RAR 1.5 to 4.
func writeRAR4(flags uint16, files ...rarFile) []byte {
	le := binary.LittleEndian
	block := func(kind byte, flags uint16, fields []byte) []byte {
		b := le.AppendUint16([]byte{kind}, flags)
		b = le.AppendUint16(b, uint16(7+len(fields)))
		b = append(b, fields...)
		return append(le.AppendUint16(nil, uint16(crc32.ChecksumIEEE(b))), b...)
	}
	out := []byte("Rar!\x1a\x07\x00")
	out = append(out, block(0x73, flags, make([]byte, 6))...)
	for _, f := range files {
		flags := uint16(0x8000)
		for bit, set := range map[uint16]bool{1: f.before, 2: f.after, 4: f.encrypted} {
			if set {
				flags |= bit
			}
		}
		b := le.AppendUint32(nil, uint32(len(f.body)))
		b = le.AppendUint32(b, max(uint32(len(f.body)), uint32(f.size)))
		b = append(b, 2) // Windows
		b = le.AppendUint32(b, f.sum())
		b = le.AppendUint32(b, 0x58000000)
		b = append(b, 20, 0x30) // version 2.0, stored
		b = le.AppendUint16(b, uint16(len(f.name)))
		b = le.AppendUint32(b, 0x20)
		out = append(out, block(0x74, flags, append(b, f.name...))...)
		out = append(out, f.body...)
	}
	return append(out, block(0x7b, 0x4000|flags&1, nil)...)
}

// writeRAR5 follows the RAR 5.0 archive format.
func writeRAR5(flags uint64, before []byte, files ...rarFile) []byte {
	out := append([]byte("Rar!\x1a\x07\x01\x00"), before...)
	out = append(out, rar5Block(1, 0, nil, 0, binary.AppendUvarint(nil, flags))...)
	for _, f := range files {
		var extra []byte
		if f.encrypted {
			record := append([]byte{1, 0, 0, 15}, make([]byte, 32)...)
			extra = append(binary.AppendUvarint(nil, uint64(len(record))), record...)
		}
		size, compression := uint64(len(f.body)), uint64(0)
		if f.size > 0 {
			size = f.size
		}
		if f.window > 0 {
			compression = 1<<7 | f.window<<10
		}
		b := binary.AppendUvarint(nil, 4) // with CRC
		b = binary.AppendUvarint(b, size)
		b = binary.AppendUvarint(b, 0x20)
		b = binary.LittleEndian.AppendUint32(b, f.sum())
		b = binary.AppendUvarint(b, compression)
		b = append(b, 0) // Windows
		b = binary.AppendUvarint(b, uint64(len(f.name)))
		kind := uint64(2)
		if f.before {
			kind |= 8
		}
		if f.after {
			kind |= 16
		}
		out = append(out, rar5Block(2, kind, extra, len(f.body), append(b, f.name...))...)
		out = append(out, f.body...)
	}
	return append(out, rar5Block(5, 0, nil, 0, []byte{byte(flags) & 1})...)
}

func rar5Block(kind byte, flags uint64, extra []byte, data int, fields []byte) []byte {
	if extra != nil {
		flags |= 1
	}
	b := binary.AppendUvarint([]byte{kind}, flags)
	if extra != nil {
		b = binary.AppendUvarint(b, uint64(len(extra)))
	}
	if flags&2 != 0 {
		b = binary.AppendUvarint(b, uint64(data))
	}
	b = append(append(b, fields...), extra...)
	b = append(binary.AppendUvarint(nil, uint64(len(b))), b...)
	return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b...)
}

// coder is how the one member of a 7z is packed.
type coder struct {
	id, properties string
	size           uint64 // of the member
	files          uint64 // as the header counts them; 0 means 1
}

// writeSevenZip follows 7zFormat.txt: one stream, one member, a header as it is.
func writeSevenZip(c coder, name string, stream []byte) []byte {
	number := func(b []byte, n uint64) []byte {
		if n < 0x80 {
			return append(b, byte(n))
		}
		return binary.LittleEndian.AppendUint64(append(b, 0xff), n)
	}
	h := []byte{1, 4, 6, 0, 1, 9} // header, main streams: pack info at 0, one stream, sizes
	h = append(number(h, uint64(len(stream))), 0)
	h = append(h, 7, 11, 1, 0, 1) // unpack info: one folder here, of one coder
	if c.properties == "" {
		h = append(append(h, byte(len(c.id))), c.id...)
	} else {
		h = append(append(h, 0x20|byte(len(c.id))), c.id...)
		h = append(number(h, uint64(len(c.properties))), c.properties...)
	}
	h = append(number(append(h, 12), c.size), 0, 0)
	h = number(append(h, 5), max(c.files, 1)) // files info
	names := []byte{0}
	for _, unit := range append(utf16.Encode([]rune(name)), 0) {
		names = binary.LittleEndian.AppendUint16(names, unit)
	}
	h = append(number(append(h, 17), uint64(len(names))), names...)
	h = append(h, 0, 0)
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(stream)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(h)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(h))
	out := binary.LittleEndian.AppendUint32([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), crc32.ChecksumIEEE(start))
	return append(append(append(out, start...), stream...), h...)
}
