package corpus

import (
	"net/url"
	"path"
	"strings"
)

// Beside returns the picture that a page shows by an address, as the page writes it,
// if it is kept where the page is: in the web archive that the page is from, under
// the address; in the archive of files, by the member's name; else as a file below the
// page's folder, or below what was searched. Programs that save one page put
// its pictures into a folder that is named for it. Nothing is fetched.
func (e Entry) Beside(ref string) (Entry, bool) { return machine.beside(e, ref) }

func (d disk) beside(e Entry, ref string) (Entry, bool) {
	to, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" {
		return Entry{}, false
	}
	switch {
	case e.document != nil:
		return e.recorded(to)
	case e.member != nil:
		return e.packedBeside(to)
	}
	for _, name := range e.names(to) {
		info, err := d.stat(name)
		if err == nil && info.Mode().IsRegular() && e.mayShow(name) {
			return Entry{Path: name, Size: info.Size()}, true
		}
	}
	return Entry{}, false
}

// recorded is the picture of a page in a web archive.
func (e Entry) recorded(to *url.URL) (Entry, bool) {
	base, err := url.Parse(e.Address)
	if err != nil {
		return Entry{}, false
	}
	p := e.document.Picture(base.ResolveReference(to).String())
	if p == nil {
		return Entry{}, false
	}
	return Entry{Path: p.Path, Address: p.URL, Fetched: p.Fetched, document: p}, true
}

// packedBeside is the picture of a page that is a member of an archive of files.
func (e Entry) packedBeside(to *url.URL) (Entry, bool) {
	contents, err := e.member.archive.list(*e.member.from, 0)
	if err != nil {
		return Entry{}, false
	}
	page := e
	page.Path = contents.Members[e.member.number].Name
	for _, name := range page.names(to) {
		for i, m := range contents.Members {
			if m.Name == name && m.Err == nil {
				found := Entry{Path: e.member.from.Path + "!/" + m.Name, Size: m.Size, Fetched: e.Fetched, member: &member{e.member.archive, e.member.from, i}}
				return found, true
			}
		}
	}
	return Entry{}, false
}

// names are where a file may be that a page shows by the address, the likeliest first.
func (e Entry) names(to *url.URL) []string {
	folder, own := path.Split(e.Path)
	var names []string
	if to.Scheme == "" && to.Host == "" && to.Path != "" && !strings.HasPrefix(to.Path, "/") {
		names = append(names, path.Join(folder, to.Path))
	}
	// Below a folder that is named for the host, the address says where it is.
	if root, address := e.mirrored(); address != "" {
		if base, err := url.Parse(address); err == nil {
			if whole := base.ResolveReference(to); whole.Host == base.Host {
				names = append(names, path.Join(root, whole.Path))
			}
		}
	}
	stem := strings.TrimSuffix(own, path.Ext(own))
	if file := path.Base(to.Path); file != "." && file != "/" {
		for _, suffix := range []string{"_files", ".files"} {
			names = append(names, path.Join(folder, stem+suffix, file))
		}
	}
	return names
}

// mayShow reports whether a page may show the file: a page may name any file of the
// machine, which is nobody's picture of it.
func (e Entry) mayShow(name string) bool {
	root := e.root
	if mirror, _ := e.mirrored(); mirror != "" && root == "" {
		root = mirror
	}
	if root == "" {
		root = path.Dir(e.Path)
	}
	root, name = path.Clean(root), path.Clean(name)
	if root == "." {
		return !path.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../")
	}
	return strings.HasPrefix(name, strings.TrimSuffix(root, "/")+"/")
}
