package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// TestBeside: a page's pictures are below what was searched, below its folder, or in
// the folder that a browser made for it; no page names another file of the machine.
func TestBeside(t *testing.T) {
	dir := filepath.ToSlash(t.TempDir())
	for _, name := range []string{"in/a/page.html", "in/a/1.png", "in/a/图 2.png", "in/b/3.png", "in/a/page_files/4.png", "in/5.png", "out/6.png",
		"in/www.a.gov.cn/x/p.html", "in/www.a.gov.cn/y/7.png"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	searched, err := Files([]string{dir + "/in"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	named, err := Files([]string{dir + "/in/a/page.html"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	entry := func(name string) Entry {
		for _, e := range searched {
			if e.Path == dir+"/in/"+name {
				return e
			}
		}
		t.Fatalf("%s was not found", name)
		return Entry{}
	}
	page, mirrored := entry("a/page.html"), entry("www.a.gov.cn/x/p.html")
	for _, c := range []struct {
		page      Entry
		ref, want string
	}{
		{page, "1.png", "in/a/1.png"},
		{page, "./1.png?x=1#y", "in/a/1.png"},
		{page, "%E5%9B%BE%202.png", "in/a/图 2.png"},
		{page, "../b/3.png", "in/b/3.png"},
		{named[0], "../b/3.png", ""},
		{named[0], "1.png", "in/a/1.png"},
		{page, "http://b.gov.cn/z/4.png", "in/a/page_files/4.png"},
		{page, "/5.png", ""},
		{page, "http://b.gov.cn/1.png", ""},
		{page, "../../out/6.png", ""},
		{page, "file://" + dir + "/out/6.png", ""},
		{page, dir + "/out/6.png", ""},
		{page, "../b", ""},
		{page, "", ""},
		{page, "%zz", ""},
		{mirrored, "/y/7.png", "in/www.a.gov.cn/y/7.png"},
		{mirrored, "https://www.a.gov.cn/y/7.png", "in/www.a.gov.cn/y/7.png"},
		{mirrored, "http://b.gov.cn/y/7.png", ""},
	} {
		found, ok := c.page.Beside(c.ref)
		if want := c.want != ""; ok != want || want && found.Path != dir+"/"+c.want {
			t.Errorf("%s: %q %v, want %q", c.ref, found.Path, ok, c.want)
		}
	}
}
