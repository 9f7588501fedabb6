package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gongkai"
)

// Unpacker takes archives of files apart. It stands for package extract/unpack in a
// worker process: what is in an archive is hostile, and this package reads no format.
type Unpacker struct {
	// IsArchive reports whether a file is an archive: by its first bytes, or by what
	// it reads from r. It must be quick and safe.
	IsArchive func(head []byte, r io.ReaderAt, size int64) bool
	// Known returns what was kept of an archive with that digest, if anything was.
	Known func(ctx context.Context, sha256 string) (Contents, bool, error)
	// Unpack writes the bytes of the members of an archive to files in folder, whose
	// names are the members' numbers from 0, and says what they are. An error is not
	// the archive's but the program's, and ends everything.
	Unpack func(ctx context.Context, sha256 string, archive []byte, folder string) (Contents, error)
}

// Contents is what is in an archive.
type Contents struct {
	Members []Member
	// Err says why the archive, or the rest of it, could not be read.
	Err error
}

// Member is a file in an archive.
type Member struct {
	// Name is its path in the archive; valid UTF-8, with slashes.
	Name   string
	SHA256 string
	Size   int64
	// Err says why it has no bytes.
	Err error
}

// Spool keeps the members of archives in a folder of its own, so that an archive is
// not taken apart once for each. It lies where temporary files do (TMPDIR), and is
// bounded: members that had to go are taken out again when they are wanted.
type Spool struct {
	ctx      context.Context
	unpacker Unpacker
	maxBytes int64

	mu       sync.Mutex
	folder   string // made when it is first needed
	bytes    int64
	archives map[string]*packed // by digest
	expanded []*packed          // oldest first
}

// spoolBytes is how much a spool holds. What is read in the order of archives needs
// as many of them as there are workers.
const spoolBytes = 4 << 30

// NewSpool makes a spool. What it takes apart later, it does under ctx. The caller
// closes it.
func NewSpool(ctx context.Context, u Unpacker) *Spool {
	return &Spool{ctx: ctx, unpacker: u, maxBytes: spoolBytes, archives: map[string]*packed{}}
}

// Close removes the folder.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == "" {
		return nil
	}
	return os.RemoveAll(s.folder)
}

// packed is an archive, wherever its bytes are.
type packed struct {
	spool  *Spool
	digest string

	mu       sync.Mutex
	contents *Contents
	folder   string // where its members are; empty: nowhere
	bytes    int64
}

// archive returns the one of that digest.
func (s *Spool) archive(digest string) *packed {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.archives[digest] == nil {
		s.archives[digest] = &packed{spool: s, digest: digest}
	}
	return s.archives[digest]
}

// list returns the archive's members. From is an entry that has its bytes.
func (p *packed) list(from Entry, maxBytes int) (Contents, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.contents != nil {
		return *p.contents, nil
	}
	if p.spool.unpacker.Known != nil {
		known, ok, err := p.spool.unpacker.Known(p.spool.ctx, p.digest)
		if err != nil {
			return Contents{}, err
		} else if ok {
			p.contents = &known
			return known, nil
		}
	}
	err := p.expand(from, maxBytes)
	if err != nil {
		return Contents{}, err
	}
	return *p.contents, nil
}

// open opens a member.
func (p *packed) open(from Entry, number, maxBytes int) (fs.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.folder == "" {
		if err := p.expand(from, maxBytes); err != nil {
			return nil, err
		}
	}
	return os.Open(filepath.Join(p.folder, strconv.Itoa(number)))
}

// expand has the archive taken apart.
func (p *packed) expand(from Entry, maxBytes int) error {
	archive, err := Item{Entry: from, SHA256: p.digest}.ReadAll(maxBytes)
	if err != nil {
		return err
	}
	folder, err := p.spool.newFolder(p.digest)
	if err != nil {
		return err
	}
	contents, err := p.spool.unpacker.Unpack(p.spool.ctx, p.digest, archive, folder)
	if err != nil {
		return errors.Join(err, os.RemoveAll(folder))
	}
	p.contents, p.folder, p.bytes = &contents, folder, 0
	for _, m := range contents.Members {
		p.bytes += m.Size
	}
	return p.spool.keep(p)
}

// newFolder makes a folder for an archive's members.
func (s *Spool) newFolder(digest string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == "" {
		folder, err := os.MkdirTemp("", "gongkai-archives-*")
		if err != nil {
			return "", fmt.Errorf("no place for what is in archives: %w", err)
		}
		s.folder = folder
	}
	folder := filepath.Join(s.folder, digest)
	return folder, os.Mkdir(folder, 0o700)
}

// keep adds an archive that was expanded, and removes the oldest ones that are too
// many. One that is in use is let be.
func (s *Spool) keep(p *packed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expanded = append(s.expanded, p)
	s.bytes += p.bytes
	var failed error
	s.expanded = slices.DeleteFunc(s.expanded, func(old *packed) bool {
		if s.bytes <= s.maxBytes || old == p || !old.mu.TryLock() {
			return false
		}
		defer old.mu.Unlock()
		failed = errors.Join(failed, os.RemoveAll(old.folder))
		s.bytes -= old.bytes
		old.folder = ""
		return true
	})
	return failed
}

// member says which member of which archive an entry is.
type member struct {
	archive *packed
	from    *Entry // which has the archive's bytes
	number  int
}

// items are the members of an archive, as far as they were asked for; and the
// archive itself, if that, or the rest of it, could not be read.
func (s *Spool) items(e Entry, digest string, maxBytes int) ([]Item, error) {
	p := s.archive(digest)
	from := e
	from.Path, from.inside = e.file(), ""
	contents, err := p.list(from, maxBytes)
	if errors.Is(err, gongkai.ErrAccess) || errors.Is(err, gongkai.ErrLimit) {
		e.Err = err
		return []Item{{Entry: e}}, nil
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Path, err)
	}
	address := from.URL()
	var items []Item
	for i, m := range contents.Members {
		if !within(m.Name, e.inside) {
			continue
		}
		item := Item{Entry: Entry{Path: from.Path + "!/" + m.Name, Size: m.Size, Fetched: e.Fetched}, SHA256: m.SHA256}
		if address != "" {
			item.Address = address + "#" + (&url.URL{Fragment: m.Name}).EscapedFragment()
		}
		if m.Err != nil {
			item.Err = fmt.Errorf("%s: %w", item.Path, m.Err)
		} else {
			item.member = &member{p, &from, i}
		}
		items = append(items, item)
	}
	switch {
	case contents.Err != nil:
		e.Err = fmt.Errorf("%s: %w", e.Path, contents.Err)
	case len(items) == 0 && e.inside != "":
		e.Err = accessError(e.Path, errors.New("the archive has no such member"))
	}
	if e.Err != nil {
		items = append(items, Item{Entry: e})
	}
	return items, nil
}

// Archive is the digest of the archive that the entry is a member of; empty for others.
// Members that are read in its order are taken out once.
func (e Entry) Archive() string {
	if e.member == nil {
		return ""
	}
	return e.member.archive.digest
}

// file is the path of the file that the entry is, or is in.
func (e Entry) file() string {
	if e.inside == "" {
		return e.Path
	}
	return strings.TrimSuffix(e.Path, "!/"+e.inside)
}

// within reports whether a member is what was asked for, or below it.
func within(name, inside string) bool {
	rest, ok := strings.CutPrefix(name, inside)
	return ok && (inside == "" || rest == "" || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "!/"))
}

// openMember opens a member of an archive.
func openMember(e Entry, maxBytes int) (fs.File, int64, error) {
	if maxBytes > 0 && e.Size > int64(maxBytes) {
		return nil, 0, tooLarge(e.Path, maxBytes)
	}
	f, err := e.member.archive.open(*e.member.from, e.member.number, maxBytes)
	if err != nil {
		return nil, 0, accessError(e.Path, err)
	}
	return f, e.Size, nil
}

// IsJunk reports whether a path in an archive is left out, as in a folder: because
// one of its elements begins with a dot, or is in DefaultSkip.
func IsJunk(name string) bool {
	for element := range strings.SplitSeq(strings.ReplaceAll(name, "!/", "/"), "/") {
		if element != ".." && element != "." && isSkipped(element, defaultSkip) {
			return true
		}
	}
	return false
}

var defaultSkip = DefaultSkip()
