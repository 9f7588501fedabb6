package doc

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"

	"gongkai"
)

const (
	// maxContainerReads bounds what opening the container may ask for: one
	// sector, or one place in a chain of sectors, each. A document of a
	// thousand small streams takes a few thousand.
	maxContainerReads = 1 << 15
	// streamChunk is how much of a stream is read at a time. The library's
	// joining of sectors takes time quadratic in it.
	streamChunk = 32 << 10
)

// streams are what the reader needs of the OLE2 container.
type streams struct {
	main, table, data []byte
	summary           []byte // properties of the document
}

// bytesAt is the file to the library: without copies, and with an end to its
// patience.
type bytesAt struct {
	data  []byte
	reads int
}

var errContainer = errors.New("the container runs in circles")

// Slice spares the library a copy.
func (b *bytesAt) Slice(offset int64, length int) ([]byte, error) {
	if b.reads--; b.reads < 0 {
		return nil, errContainer
	}
	if offset < 0 || length < 0 || offset > int64(len(b.data))-int64(length) {
		return nil, io.ErrUnexpectedEOF
	}
	return b.data[offset : offset+int64(length)], nil
}

func (b *bytesAt) ReadAt(p []byte, offset int64) (int, error) {
	if b.reads--; b.reads < 0 {
		return 0, errContainer
	}
	if offset < 0 || offset >= int64(len(b.data)) {
		return 0, io.EOF
	}
	n := copy(p, b.data[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// openContainer finds the streams of a Word document, and says what the
// container is when it holds none.
func openContainer(data []byte) (*streams, error) {
	if !strings.HasPrefix(string(data[:min(len(data), 8)]), magic) {
		return nil, failure("", -1, gongkai.ErrFormat, "not an OLE2 container")
	}
	if problem := headerProblem(data); problem != "" {
		return nil, failure("", -1, gongkai.ErrDamaged, "the container: %s", problem)
	}
	in := &bytesAt{data: data, reads: maxContainerReads}
	c, err := mscfb.New(in)
	if err != nil {
		return nil, failure("", -1, gongkai.ErrDamaged, "the container: %v", err)
	}
	root := map[string]*mscfb.File{}
	for _, f := range c.File[1:] {
		if len(f.Path) == 0 && root[f.Name] == nil {
			root[f.Name] = f
		}
	}
	main := root["WordDocument"]
	if main == nil {
		return nil, refuse(root)
	}
	s := &streams{}
	if s.main, err = read(main, in); err != nil {
		return nil, err
	}
	if s.table, err = read(root[tableName(s.main)], in); err != nil {
		return nil, err
	}
	// The rest is beside the text: what is not there is missed when it is
	// needed.
	s.data, _ = read(root["Data"], in)
	s.summary, _ = read(root["SummaryInformation"], in)
	return s, nil
}

// headerProblem looks at the counts in the header, which the library multiplies
// and allocates by.
func headerProblem(data []byte) string {
	const header = 512
	if len(data) < header {
		return "it was cut off"
	}
	sectors := uint32(len(data) / header)
	for _, at := range []int{44, 64, 72} { // of FAT, mini FAT, DIFAT
		if binary.LittleEndian.Uint32(data[at:]) > sectors {
			return "it has more sectors than bytes"
		}
	}
	return ""
}

// read reads a stream, nil for none.
func read(f *mscfb.File, in *bytesAt) ([]byte, error) {
	if f == nil || f.Size == 0 {
		return nil, nil
	}
	if f.Size > int64(len(in.data)) {
		return nil, failure(f.Name, -1, gongkai.ErrDamaged, "the stream is longer than the file")
	}
	out := make([]byte, f.Size)
	// Each sector is asked for once, and once for the next.
	in.reads = 2*int(f.Size)/64 + maxContainerReads
	for at := 0; at < len(out); {
		n, err := f.Read(out[at:min(at+streamChunk, len(out))])
		if at += n; at < len(out) && err != nil || n == 0 {
			return nil, failure(f.Name, int64(at), gongkai.ErrDamaged, "the stream was cut off (%v)", err)
		}
	}
	return out, nil
}

// refuse says what a container without a WordDocument is.
func refuse(root map[string]*mscfb.File) error {
	for _, other := range []struct {
		stream   string
		sentinel error
		what     string
	}{
		{"EncryptedPackage", gongkai.ErrEncrypted, "an Office document (.docx, .xlsx, .pptx): a password is needed to open it"},
		{"Workbook", gongkai.ErrFormat, "Excel 97-2003 (.xls)"},
		{"Book", gongkai.ErrFormat, "Excel 5.0/95 (.xls)"},
		{"PowerPoint Document", gongkai.ErrFormat, "PowerPoint 97-2003 (.ppt)"},
		{"PP40", gongkai.ErrFormat, "PowerPoint 4.0 (.ppt)"},
		{"VisioDocument", gongkai.ErrFormat, "Visio (.vsd)"},
		{"Quill", gongkai.ErrFormat, "Publisher (.pub)"},
		{"HwpDoc", gongkai.ErrFormat, "Hangul (.hwp)"},
		{"MatOST", gongkai.ErrFormat, "Microsoft Works (.wps), which is no Word document"},
		{"MM", gongkai.ErrFormat, "Microsoft Works (.wps), which is no Word document"},
		{"CONTENTS", gongkai.ErrFormat, "Microsoft Works (.wps), which is no Word document"},
		{"__properties_version1.0", gongkai.ErrFormat, "an Outlook message (.msg)"},
	} {
		if root[other.stream] != nil {
			return failure("", -1, other.sentinel, "%s", other.what)
		}
	}
	return failure("", -1, gongkai.ErrFormat, "an OLE2 container that is no Word document")
}
