package corpus

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// hasMeta reports whether a path that does not exist may be a pattern.
func hasMeta(name string) bool { return strings.ContainsAny(name, `*?[\`) }

// glob adds what the pattern matches and reports whether that is anything.
func (s *search) glob(pattern string) (found bool, err error) {
	base := "."
	if strings.HasPrefix(pattern, "/") {
		base = "/"
	}
	names := strings.Split(strings.Trim(pattern, "/"), "/")
	// ** of ** is **; it would only cost time.
	names = slices.CompactFunc(names, func(a, b string) bool { return a == "**" && b == "**" })
	for _, name := range names {
		if _, err := path.Match(name, ""); err != nil {
			return false, err
		}
	}
	g := &globbing{search: s, names: names, tried: map[place]bool{}}
	g.match(base, 0)
	return g.found, nil
}

// globbing is a running glob.
type globbing struct {
	*search
	names []string // of the pattern, one for each folder and the last
	tried map[place]bool
	found bool
}

// place is a folder and how many names of the pattern led to it: several
// stretches of ** may lead to the same.
type place struct {
	folder string
	depth  int
}

// match adds what matches the names from depth on in the folder.
func (g *globbing) match(folder string, depth int) {
	if at := (place{folder, depth}); g.tried[at] {
		return
	} else {
		g.tried[at] = true
	}
	if depth == len(g.names) {
		if info, err := g.lstat(folder); err == nil {
			g.found = true
			g.addFound(folder, info.Mode())
		}
		return
	}
	pattern := g.names[depth]
	switch {
	case pattern == "**":
		g.match(folder, depth+1)
		g.each(folder, func(name string, isFolder bool) {
			if isFolder && !g.skips(name) {
				g.match(path.Join(folder, name), depth)
			}
		})
	case !hasMeta(pattern):
		// Not listing folders keeps those usable that may be passed through
		// but not listed.
		if _, err := g.lstat(path.Join(folder, pattern)); err != nil {
			g.refused(folder, err)
		} else {
			g.match(path.Join(folder, pattern), depth+1)
		}
	default:
		g.each(folder, func(name string, isFolder bool) {
			hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(pattern, ".")
			if ok, _ := path.Match(pattern, name); ok && !hidden && (strings.HasPrefix(name, ".") || !g.skips(name)) {
				g.match(path.Join(folder, name), depth+1)
			}
		})
	}
}

// each calls f for what is in the folder.
func (g *globbing) each(folder string, f func(name string, isFolder bool)) {
	children, err := g.readDir(folder)
	if err != nil {
		g.refused(folder, err)
	}
	for _, child := range children {
		f(child.Name(), child.IsDir())
	}
}

// refused records a folder that cannot be looked into: the pattern may have
// meant something in it. What is no folder, or not there, has nothing in it.
func (g *globbing) refused(folder string, err error) {
	if !errors.Is(err, fs.ErrNotExist) && g.isFolder(folder) {
		g.found = true
		g.addError(folder, err)
	}
}
