package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"gongkai/internal/optional"
)

// tab is a page of a real browser. What goes wrong in it, an error in the console or
// something that the Content-Security-Policy forbade, fails the test.
type tab struct {
	t         testing.TB
	ctx       context.Context
	url       string
	downloads string
	width     int

	mutex    sync.Mutex
	problems []string
}

// newTab starts a browser, or skips the test where none is installed.
func newTab(t testing.TB, url string) *tab {
	t.Helper()
	program := os.Getenv("GONGKAI_BROWSER")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && program == "" {
			program = path
		}
	}
	if program == "" {
		optional.Skip(t, "no browser (chromium) is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("lang", "zh-CN"))
	b := &tab{t: t, url: url, downloads: t.TempDir()}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithListener(b.listen))
	t.Cleanup(stop)
	b.ctx = ctx
	b.do() // starts the browser, which ends with the context of the first call
	ctx, stop = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(stop)
	b.ctx = ctx
	call(b, log.Enable, cdp.Empty{})
	if _, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: b.downloads}); err != nil {
		t.Fatal(err)
	}
	b.size(1280, 900)
	return b
}

// listen notes what goes wrong.
func (b *tab) listen(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			problem = fmt.Sprint("console: ", string(e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			problem = e.Entry.Text + " " + e.Entry.URL
		}
	case *page.EventJavascriptDialogOpening:
		problem = "a dialog opened: " + e.Message
	}
	if problem != "" {
		b.mutex.Lock()
		defer b.mutex.Unlock()
		b.problems = append(b.problems, problem)
	}
}

// quiet fails the test if anything went wrong since it was asked last, but for what
// is expected.
func (b *tab) quiet(expected ...string) {
	b.t.Helper()
	b.mutex.Lock()
	defer b.mutex.Unlock()
next:
	for _, p := range b.problems {
		for _, e := range expected {
			if strings.Contains(p, e) {
				continue next
			}
		}
		b.t.Errorf("the browser: %s", p)
	}
	b.problems = nil
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends the browser a command.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) size(width, height int) {
	b.t.Helper()
	b.width = width
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1, Mobile: width < 500})
}

// scheme is "light" or "dark"; media "screen" or "print".
func (b *tab) scheme(scheme, media string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// open goes to an address of the site, and checks that nothing is wider than the window.
func (b *tab) open(address string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, 30*time.Second)
	defer stop()
	if _, err := chromedp.RunResponse(ctx, chromedp.Navigate(b.url+address)); err != nil {
		b.t.Fatalf("%s: %v", address, err)
	}
	b.fits()
}

func (b *tab) fits() {
	b.t.Helper()
	if wide := evaluate[int](b, "document.documentElement.scrollWidth"); wide > b.width {
		b.t.Errorf("%s is %d wide in a window of %d: %s", b.at(), wide, b.width, evaluate[string](b,
			"[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > "+fmt.Sprint(b.width)+" && !e.closest('.scroll, pre')).slice(0, 3).map(e => e.outerHTML.slice(0, 150)).join(' | ')"))
	}
}

// follow clicks what the selector finds first, and waits for the page that it leads to.
func (b *tab) follow(selector string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, 20*time.Second)
	defer stop()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		b.t.Fatalf("%s: click %s: %v", b.at(), selector, err)
	}
	b.fits()
}

// fill types into a field.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.do(chromedp.SetValue(chromedp.CSS(selector), text))
}

// submit sends the form that a field is in.
func (b *tab) submit(selector string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("{const f = document.querySelector(%q).form; f.requestSubmit(f.querySelector('button'))}", selector))); err != nil {
		b.t.Fatal(err)
	}
}

// download clicks and returns the file that it gives.
func (b *tab) download(selector, ending string) []byte {
	b.t.Helper()
	old, _ := filepath.Glob(filepath.Join(b.downloads, "*"))
	for _, name := range old {
		os.Remove(name)
	}
	b.do(chromedp.Click(chromedp.CSS(selector)))
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		names, _ := filepath.Glob(filepath.Join(b.downloads, "*"+ending))
		if len(names) == 0 {
			continue
		}
		if data, err := os.ReadFile(names[0]); err == nil && len(data) > 0 {
			return data
		}
	}
	b.t.Fatalf("%s: %s gave no file", b.at(), selector)
	return nil
}

func (b *tab) at() string {
	return strings.TrimPrefix(evaluate[string](b, "location.href"), b.url)
}

func (b *tab) text(selector string) string {
	return evaluate[string](b, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

func (b *tab) count(selector string) int {
	return evaluate[int](b, fmt.Sprintf("document.querySelectorAll(%q).length", selector))
}

// has fails the test unless the page has what the selector finds.
func (b *tab) has(selector string) {
	b.t.Helper()
	if b.count(selector) == 0 {
		b.t.Errorf("%s has no %s", b.at(), selector)
	}
}

func evaluate[T any](b *tab, script string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script[:min(len(script), 300)], err)
	}
	return value
}

// top scrolls so that what the selector finds is at the top.
func (b *tab) top(selector string) {
	b.t.Helper()
	evaluate[chromedp.Void](b, fmt.Sprintf("document.querySelector(%q).scrollIntoView({behavior: 'instant'})", selector))
}

// middle scrolls so that what the selector finds is in the middle.
func (b *tab) middle(selector string) {
	b.t.Helper()
	evaluate[chromedp.Void](b, fmt.Sprintf("document.querySelector(%q).scrollIntoView({behavior: 'instant', block: 'center'})", selector))
}

// shot keeps a picture of the window, in the folder GONGKAI_SCREENSHOTS if that is set.
func (b *tab) shot(name string) {
	b.t.Helper()
	folder := os.Getenv("GONGKAI_SCREENSHOTS")
	if folder == "" {
		return
	}
	data, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("\x89PNG")) {
		b.t.Errorf("%s: no picture", name)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// axe runs axe-core on the page; nothing it finds may be serious or critical. The
// script comes through the debugger, so that the policy of the pages stays as it is.
func (b *tab) axe() {
	b.t.Helper()
	path := os.Getenv("GONGKAI_AXE")
	if path == "" {
		optional.Skip(b.t, "GONGKAI_AXE does not name axe.min.js (npm install axe-core)")
	}
	script, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	evaluate[chromedp.Void](b, string(script))
	found := evaluate[[]string](b, `axe.run({resultTypes: ["violations"]}).then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical")
		.map(v => v.impact + " " + v.id + ": " + v.nodes.length + " × " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + (n.any[0] ? " " + n.any[0].message : "")).join(" | ")))`)
	for _, f := range found {
		b.t.Errorf("%s: axe: %s", b.at(), f)
	}
}
