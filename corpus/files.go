package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/corpus/archive"
)

// ErrNotFound says that a path names no file, no folder, and as a pattern
// matches nothing.
var ErrNotFound = errors.New("no such file or folder")

// Options of Files. The zero value is what the program uses.
type Options struct {
	// Skip are patterns, as in path.Match, of names that are left out inside
	// folders; nil means DefaultSkip, empty means none.
	Skip []string
	// Spool opens archives of files (zip, 7z, …), which Manifest then replaces by
	// their members; nil leaves them closed: each is one document.
	Spool *Spool
}

// DefaultSkip are the files that programs leave in folders of documents: the
// thumbnails and settings of Windows and macOS, and what Word keeps beside a
// document that is open. (.DS_Store and its like begin with a dot.)
func DefaultSkip() []string {
	return []string{"Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "~$*", "__MACOSX"}
}

// Files lists what the paths name, sorted by path, each path once.
//
//   - A file is an entry.
//   - A folder is searched with all folders in it.
//   - A WARC or WACZ file and a folder that is an archive (see corpus/archive) are
//     the documents in them. All of them are taken together: what one repeats may be
//     in another.
//   - A path with "!/" that begins with the path of a file is that file, of which only
//     the member that follows is asked for, or those below it, if Options has a Spool.
//   - A link to a file is an entry of its own. A link to a folder is followed
//     if the folder is not already in the list by another path, so that every
//     folder is searched once and links in a circle end.
//   - Anything else that exists (pipes, sockets, devices), a broken link and a
//     folder that cannot be listed are entries with an error.
//   - A path that does not exist is a pattern: *, ?, [a-z] as in path.Match
//     within one name, ** for any number of folders. Patterns do not match
//     names that begin with a dot, unless they do so themselves, and do not
//     look for more folders behind links.
//
// If paths name nothing, the error wraps ErrNotFound and names each of them.
func Files(paths []string, o Options) ([]Entry, error) { return machine.files(paths, o) }

func (d disk) files(paths []string, o Options) ([]Entry, error) {
	if o.Skip == nil {
		o.Skip = DefaultSkip()
	}
	for _, pattern := range o.Skip {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("names to skip: %q: %w", pattern, err)
		}
	}
	s := &search{disk: d, skip: o.Skip, spool: o.Spool, entries: map[string]Entry{}, walked: map[string]bool{}, searched: map[string]bool{}, archives: map[string]bool{}}
	var missing []error
	for _, p := range paths {
		if err := s.argument(filepath.ToSlash(filepath.Clean(p)), p); err != nil {
			missing = append(missing, err)
		}
	}
	if len(missing) > 0 {
		return nil, errors.Join(missing...)
	}
	s.followLinks()
	s.openArchives()
	return slices.SortedFunc(maps.Values(s.entries), func(a, b Entry) int { return strings.Compare(a.Path, b.Path) }), nil
}

// search is a running Files.
type search struct {
	disk
	skip     []string
	spool    *Spool
	entries  map[string]Entry // by path
	walked   map[string]bool  // folders, by path
	searched map[string]bool  // the same, by real path
	root     string           // the folder being searched
	links    []string         // paths of links to folders, not followed yet
	archives map[string]bool  // WARC files and archives, by path
}

// argument adds what one argument names; given is the argument before it was
// cleaned.
func (s *search) argument(name, given string) error {
	if given == "" {
		return fmt.Errorf("%w: the path is empty", ErrNotFound)
	}
	_, err := s.lstat(name)
	s.root = ""
	if s.isFolder(name) {
		s.root = name
	}
	switch {
	case err == nil:
		s.add(name)
		return nil
	case s.addInside(name):
		return nil
	case hasMeta(name):
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %s", ErrNotFound, given)
	default:
		s.addError(name, err)
		return nil
	}
	matches, err := s.glob(name)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrNotFound, given, err)
	}
	if !matches {
		return fmt.Errorf("%w, and no file matches: %s", ErrNotFound, given)
	}
	return nil
}

// addInside adds what a path names in an archive, and reports whether it does.
func (s *search) addInside(name string) bool {
	for i := range name {
		if s.spool == nil || !strings.HasPrefix(name[i:], "!/") || archive.IsWARC(name[:i]) {
			continue
		}
		if info, err := s.stat(name[:i]); err == nil && info.Mode().IsRegular() {
			s.entries[name] = Entry{Path: name, Size: info.Size(), spool: s.spool, inside: name[i+2:]}
			return true
		}
	}
	return false
}

// add adds the file at name, or the folder with all that is in it.
func (s *search) add(name string) {
	info, err := s.stat(name)
	switch {
	case err != nil:
		s.addError(name, err)
	case info.IsDir():
		s.addFolder(name)
	case !info.Mode().IsRegular():
		s.addError(name, errNotRegular)
	case archive.IsWARC(name):
		s.archives[name] = true
	default:
		s.entries[name] = Entry{Path: name, Size: info.Size(), spool: s.spool, root: s.root}
	}
}

func (s *search) addError(name string, err error) {
	s.entries[name] = Entry{Path: name, Err: accessError(name, err)}
}

// addFolder searches the folder at name.
func (s *search) addFolder(name string) {
	realPath, err := s.realPath(name)
	if err != nil {
		s.addError(name, err)
		return
	}
	s.walk(name, realPath)
}

// walk adds what is in a folder. Links to folders are kept for later: a folder
// should be known by its own path, if it has one.
func (s *search) walk(name, realPath string) {
	if s.walked[name] {
		return
	}
	s.walked[name], s.searched[realPath] = true, true
	children, err := s.readDir(name)
	if err != nil {
		s.addError(name, err) // and go on with what could be listed
	}
	if slices.ContainsFunc(children, func(e fs.DirEntry) bool { return e.Name() == archive.Marker }) {
		s.archives[name] = true
		return
	}
	for _, child := range children {
		childPath := path.Join(name, child.Name())
		switch {
		case s.skips(child.Name()):
		case child.IsDir():
			s.walk(childPath, filepath.Join(realPath, child.Name()))
		default:
			s.addFound(childPath, child.Type())
		}
	}
}

// addFound adds what was found in a folder or by a pattern, not named by the
// user.
func (s *search) addFound(name string, kind fs.FileMode) {
	if kind&fs.ModeSymlink != 0 && s.isFolder(name) {
		s.links = append(s.links, name)
		return
	}
	s.add(name)
}

func (s *search) isFolder(name string) bool {
	info, err := s.stat(name)
	return err == nil && info.IsDir()
}

// followLinks searches the folders behind links that were not searched by
// another path, shortest path first, with the links found there.
func (s *search) followLinks() {
	for len(s.links) > 0 {
		links := s.links
		s.links = nil
		slices.SortFunc(links, func(a, b string) int {
			if a, b := strings.Count(a, "/"), strings.Count(b, "/"); a != b {
				return a - b
			}
			return strings.Compare(a, b)
		})
		for _, link := range links {
			realPath, err := s.realPath(link)
			if err != nil {
				s.addError(link, err)
			} else if !s.searched[realPath] {
				s.walk(link, realPath)
			}
		}
	}
}

// skips reports whether a name is left out inside folders.
func (s *search) skips(name string) bool { return isSkipped(name, s.skip) }

// isSkipped expects patterns that were checked.
func isSkipped(name string, patterns []string) bool {
	if strings.HasPrefix(name, ".") {
		return true
	}
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, name)
		return ok
	})
}
