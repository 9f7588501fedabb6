package corpus

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai"
	"gongkai/corpus/archive"
)

// Entry is one input.
type Entry struct {
	// Path is as the user gave it, or found below what the user gave; cleaned,
	// with slashes. In an archive of the web it goes on with "!/" and the place of the
	// record, in an archive of files with "!/" and the member's name.
	Path string
	// Size in bytes when it was listed; 0 if that is not known.
	Size int64
	// Address is the URL at which an archive has it, and Fetched when it was there;
	// empty and zero for a file. That of a member is its archive's, "#" and its name. See
	// URL.
	Address string
	Fetched time.Time
	// Err says why it cannot be read: it names the path and wraps
	// gongkai.ErrAccess, in an Item also gongkai.ErrLimit; of what is in an archive
	// also gongkai.ErrDamaged or gongkai.ErrFormat. nil means that it looked readable.
	Err error

	document *archive.Document // what an archive of the web has; nil for a file
	spool    *Spool            // which opens it if it is an archive of files; nil: it is left closed
	root     string            // the folder that was searched; empty for a file that was named
	inside   string            // what of such an archive is asked for; empty: all
	member   *member           // what it is a member of; nil for others
}

// Display is the path as valid UTF-8. A byte that is not part of a character,
// as in names that were written in GBK, is printed as \xNN.
func (e Entry) Display() string {
	if utf8.ValidString(e.Path) {
		return e.Path
	}
	var b strings.Builder
	for i, r := range e.Path {
		if r == utf8.RuneError && !strings.HasPrefix(e.Path[i:], "\uFFFD") {
			fmt.Fprintf(&b, `\x%02X`, e.Path[i])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

var errNotRegular = errors.New("not a regular file")

// accessError says why the file at path cannot be read. The error of the
// system repeats the path; it is cut out.
func accessError(path string, err error) error {
	var withPath *fs.PathError
	if errors.As(err, &withPath) {
		err = withPath.Err
	}
	return fmt.Errorf("%s: %w: %w", path, gongkai.ErrAccess, err)
}

// open opens a regular file of at most maxBytes. A pipe is never opened: that
// would wait for a writer.
func (d disk) open(e Entry, maxBytes int) (fs.File, int64, error) {
	if e.Err != nil {
		return nil, 0, e.Err
	}
	switch {
	case e.document != nil:
		return openDocument(e, maxBytes)
	case e.member != nil:
		return openMember(e, maxBytes)
	}
	info, err := d.stat(e.file())
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		return nil, 0, accessError(e.Path, err)
	}
	if maxBytes > 0 && info.Size() > int64(maxBytes) {
		return nil, 0, tooLarge(e.Path, maxBytes)
	}
	f, err := d.openFile(e.file())
	if err != nil {
		return nil, 0, accessError(e.Path, err)
	}
	return f, info.Size(), nil
}

func tooLarge(path string, maxBytes int) error {
	return fmt.Errorf("%s: %w", path, gongkai.Exceeds(maxBytes+1, maxBytes, "bytes"))
}

// trustedBytes is up to where memory is taken for a size that the file system
// states: a file may be a hole.
const trustedBytes = 256 << 20

// ReadAll returns the contents of a file of at most maxBytes; 0 means no
// limit. Errors name the path and wrap those of Entry.Err.
func ReadAll(e Entry, maxBytes int) ([]byte, error) { return machine.readAll(e, maxBytes) }

func (d disk) readAll(e Entry, maxBytes int) ([]byte, error) {
	f, size, err := d.open(e, maxBytes)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// One byte more shows the end without another buffer.
	b := make([]byte, 0, min(size, trustedBytes)+1)
	for {
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case maxBytes > 0 && len(b) > maxBytes: // it has grown
			return nil, tooLarge(e.Path, maxBytes)
		case err == io.EOF:
			return b, nil
		case err != nil:
			return nil, accessError(e.Path, err)
		case len(b) == cap(b):
			b = append(b, 0)[:len(b)]
		}
	}
}
