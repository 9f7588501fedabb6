package main

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/explore"
)

// builtSite makes a dataset of synthetic and real reports, of which one document is gone
// and one has changed since, and returns its folder.
func builtSite(t *testing.T, n string) (dataset, documents string) {
	t.Helper()
	folder := t.TempDir()
	command(t, "synth", "-n", n, "--seed", "5", "--formats", "html,docx,pdf-drawn,text", "-o", filepath.Join(folder, "synth"))
	documents = filepath.Join(folder, "synth", "documents")
	for _, name := range []string{"qingwu-county-2022.pdf", "qingwu-county-2022.txt"} {
		data, err := os.ReadFile(filepath.Join("../../testdata/reports", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(documents, name), data)
	}
	// Nothing names its agency.
	write(t, filepath.Join(documents, "nobody.txt"), []byte("政府信息公开工作年度报告\n一、总体情况\n本年度收到政府信息公开申请3件。\n"))
	dataset = filepath.Join(folder, "dataset")
	command(t, "build", "--sinks", "parquet,sqlite", "-o", dataset, documents)
	files, err := filepath.Glob(filepath.Join(documents, "*.html"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	write(t, files[0], []byte("changed"))
	if err := os.Remove(files[1]); err != nil {
		t.Fatal(err)
	}
	return dataset, documents
}

// TestSite: every link of a site of files leads somewhere, whatever happened to the
// documents; two runs write the same bytes.
func TestSite(t *testing.T) {
	dataset, documents := builtSite(t, "40")
	out := filepath.Join(t.TempDir(), "site")
	command(t, "site", dataset, "--documents", documents, "-o", out)
	pages := siteFiles(t, out)
	checkLinks(t, pages)
	for _, name := range []string{"index.html", "zh/index.html", "en/index.html", "zh/search.html", "agencies.json"} {
		if _, ok := pages[name]; !ok {
			t.Errorf("there is no %s", name)
		}
	}
	var agencies [][3]any
	if err := json.Unmarshal(pages["agencies.json"], &agencies); err != nil || len(agencies) < 5 {
		t.Fatalf("agencies.json: %d agencies, %v", len(agencies), err)
	}
	for _, a := range agencies {
		// As assets/search.js makes it.
		if _, ok := pages["zh/agencies/"+a[0].(string)+"/index.html"]; !ok {
			t.Errorf("agency %v has no page", a)
		}
	}
	count := func(text string) (n int) {
		for name, page := range pages {
			if strings.HasSuffix(name, "/source/index.html") && strings.HasPrefix(name, "en/") && bytes.Contains(page, []byte(text)) {
				n++
			}
		}
		return n
	}
	if n := count("is not there any more, or is not the one that was read"); n != 2 {
		t.Errorf("%d documents are said to be gone or changed, want 2", n)
	}
	if count("pages/1.png") == 0 || count(`class="printed"`) == 0 || count("<pre>") == 0 {
		t.Error("no page, table or text of a document is shown")
	}

	again := filepath.Join(t.TempDir(), "again")
	command(t, "site", dataset, "--documents", documents, "-o", again)
	others := siteFiles(t, again)
	if len(others) != len(pages) {
		t.Errorf("another run wrote %d files, not %d", len(others), len(pages))
	}
	for name, page := range pages {
		if !bytes.Equal(page, others[name]) {
			t.Errorf("another run wrote another %s", name)
		}
	}
	if code := run([]string{"site", dataset, "-o", out}, &bytes.Buffer{}, &bytes.Buffer{}); code != exitFailed {
		t.Errorf("a folder that is not empty: exit code %d", code)
	}
}

// TestSiteStopped: a run that is stopped leaves nothing that looks like a site.
func TestSiteStopped(t *testing.T) {
	folder := t.TempDir()
	bigDataset(t, folder, 24)
	site, err := explore.Open(t.Context(), explore.Config{Dataset: folder, Indicators: indicators(), Static: true})
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	beside := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if n, err := site.Write(ctx, filepath.Join(beside, "site"), 2); err == nil {
		t.Errorf("%d files, no error", n)
	}
	if left, err := os.ReadDir(beside); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	if n, err := site.Write(t.Context(), filepath.Join(beside, "site"), 2); err != nil || n < 100 {
		t.Errorf("then: %d files, %v", n, err)
	}
	checkLinks(t, siteFiles(t, filepath.Join(beside, "site")))
}

func siteFiles(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(folder, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	linkPattern = regexp.MustCompile(`\s(?:href|src|action|data-index)="([^"]*)"`)
	idPattern   = regexp.MustCompile(`\sid="([^"]*)"`)
)

// checkLinks follows every link of every page, also to a part of a page.
func checkLinks(t *testing.T, files map[string][]byte) {
	t.Helper()
	ids := map[string]map[string]bool{}
	for name, page := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		ids[name] = map[string]bool{}
		for _, m := range idPattern.FindAllSubmatch(page, -1) {
			id := html.UnescapeString(string(m[1]))
			if ids[name][id] {
				t.Errorf("%s: two parts are called %s", name, id)
			}
			ids[name][id] = true
		}
	}
	followed, broken := 0, 0
	for name := range ids {
		for _, m := range linkPattern.FindAllSubmatch(files[name], -1) {
			link := html.UnescapeString(string(m[1]))
			u, err := url.Parse(link)
			if err == nil && u.Scheme != "" {
				continue
			}
			to := name
			if err == nil && u.Path != "" {
				base := &url.URL{Scheme: "http", Host: "x", Path: "/" + name}
				to = strings.TrimPrefix(base.ResolveReference(u).Path, "/")
			}
			_, is := files[to]
			if followed++; err != nil || strings.HasPrefix(link, "/") || !is || u.Fragment != "" && !ids[to][u.Fragment] {
				if broken++; broken < 20 {
					t.Errorf("%s: the link %q leads nowhere", name, link)
				}
			}
		}
	}
	if followed < 1000 {
		t.Errorf("only %d links", followed)
	}
	t.Logf("%d pages, %d links, %d broken", len(ids), followed, broken)
}
