package farm

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// get asks a farm through a connection, without following redirects.
func get(t *testing.T, s *Server, address string) (*http.Response, []byte, error) {
	t.Helper()
	client := &http.Client{
		Transport:     &http.Transport{DialContext: s.Dial, DisableCompression: false},
		Timeout:       2 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	got, err := client.Get(address)
	if err != nil {
		return nil, nil, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	return got, body, err
}

// TestFaults asks through each fault and sees it, and through those that pass a
// second time, and sees the page.
func TestFaults(t *testing.T) {
	f := New(Config{Seed: 3, Families: []string{"trs"}})
	site := f.Sites()[0]
	always, once := When{}, When{Times: 1}
	brief := 20 * time.Millisecond
	for _, c := range []struct {
		fault Fault
		path  string
		want  func(*http.Response, []byte, error) bool
	}{
		{RetryAfter(429, false, 7*time.Second, once), "/", func(r *http.Response, _ []byte, _ error) bool {
			return r.StatusCode == 429 && r.Header.Get("Retry-After") == "7"
		}},
		{RetryAfter(503, true, time.Minute, once), "/", func(r *http.Response, _ []byte, _ error) bool {
			at, err := http.ParseTime(r.Header.Get("Retry-After"))
			return r.StatusCode == 503 && err == nil && at.After(time.Now())
		}},
		{ServerError(once), "/", func(r *http.Response, _ []byte, _ error) bool { return r.StatusCode == 500 }},
		{Timeout(brief, once), "/", func(_ *http.Response, _ []byte, err error) bool { return err != nil }},
		{SlowDrip(brief, once), "/", func(_ *http.Response, _ []byte, err error) bool { return err != nil }}, // the client's own timeout
		{Truncated(once), "/", func(_ *http.Response, _ []byte, err error) bool { return err != nil }},
		{LongLength(once), "/", func(_ *http.Response, _ []byte, err error) bool { return err != nil }},
		{ShortLength(once), "/", func(_ *http.Response, b []byte, err error) bool {
			return err == nil && !bytes.Contains(b, []byte("</html>"))
		}},
		{WrongCharset("iso-8859-1", always), "/", func(r *http.Response, b []byte, _ error) bool {
			return strings.HasSuffix(r.Header.Get("Content-Type"), "iso-8859-1") && bytes.Contains(b, []byte("政府信息公开"))
		}},
		{BadGzip(once), "/", func(_ *http.Response, _ []byte, err error) bool { return err != nil }},
		{NotGzip(once), "/", func(_ *http.Response, _ []byte, err error) bool { return err != nil }},
		{RedirectLoop(always), "/a", func(r *http.Response, _ []byte, _ error) bool { return r.Header.Get("Location") == "/loop/a" }},
		{RedirectLoop(always), "/loop/a", func(r *http.Response, _ []byte, _ error) bool { return r.Header.Get("Location") == "/a" }},
		{PrivateRedirect("169.254.169.254", always), "/", func(r *http.Response, _ []byte, _ error) bool {
			return r.Header.Get("Location") == "http://169.254.169.254/"
		}},
		{Session(always), "/", func(r *http.Response, _ []byte, _ error) bool {
			return strings.Contains(r.Header.Get("Location"), ";jsessionid=")
		}},
		{SoftNotFound(), "/none", func(r *http.Response, b []byte, _ error) bool {
			return r.StatusCode == 200 && bytes.Contains(b, []byte("不存在"))
		}},
		{LoginPage(always), "/", func(r *http.Response, b []byte, _ error) bool {
			return r.StatusCode == 200 && bytes.Contains(b, []byte("password"))
		}},
		{Challenge(521, always), "/", func(r *http.Response, _ []byte, _ error) bool { return r.StatusCode == 521 }},
		{Robots("500", 500, nil), "/robots.txt", func(r *http.Response, _ []byte, _ error) bool { return r.StatusCode == 500 }},
	} {
		t.Run(c.fault.Name, func(t *testing.T) {
			s, err := Start(f.Handler(c.fault))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			r, body, err := get(t, s, "http://"+site.Host+c.path)
			if !c.want(r, body, err) {
				t.Errorf("got %v, %d bytes, %v", r, len(body), err)
			}
			if c.fault.Passes && !strings.HasPrefix(c.fault.Name, "charset") && c.fault.Name != "session-id" {
				if r, body, err = get(t, s, site.Home); err != nil || r.StatusCode != 200 || !bytes.Contains(body, []byte("</html>")) {
					t.Errorf("second attempt: %v, %d bytes, %v", r, len(body), err)
				}
			}
		})
	}
	names := map[string]bool{}
	for _, fault := range Faults() {
		if names[fault.Name] {
			t.Errorf("two faults are called %s", fault.Name)
		}
		names[fault.Name] = true
		if again, ok := FaultByName(fault.Name); !ok || again.Wrap == nil {
			t.Errorf("%s is not found by its name", fault.Name)
		}
	}
}

// TestLog sees every request from the server's side, also those that a fault
// answers.
func TestLog(t *testing.T) {
	f := New(Config{Seed: 3, Families: []string{"trs", "boda"}})
	s, err := Start(f.Handler(ServerError(When{Times: 1})))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, site := range f.Sites() {
		for range 2 {
			if _, _, err := get(t, s, site.Home+"?a=1"); err != nil {
				t.Fatal(err)
			}
		}
	}
	var got []string
	for _, e := range f.Log() {
		got = append(got, fmt.Sprint(e.Host, " ", e.Method, " ", e.Path, " ", e.Status, " ", e.Running))
		if e.End.Before(e.Begin) || e.Header.Get("User-Agent") == "" {
			t.Errorf("%+v", e)
		}
	}
	want := []string{
		"trs-000.farm.example GET /?a=1 500 1", "trs-000.farm.example GET /?a=1 200 1",
		"boda-000.farm.example GET /?a=1 500 1", "boda-000.farm.example GET /?a=1 200 1",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestFarm is deterministic, serves what it says, and forgets what is deleted.
func TestFarm(t *testing.T) {
	a, b := New(Config{Seed: 5, Agencies: 2}), New(Config{Seed: 5, Agencies: 2})
	if fmt.Sprint(a.Truth()) != fmt.Sprint(b.Truth()) {
		t.Error("two farms of one seed differ")
	}
	if fmt.Sprint(a.Truth()) == fmt.Sprint(New(Config{Seed: 6, Agencies: 2}).Truth()) {
		t.Error("two farms of two seeds are alike")
	}
	if n, want := len(a.Truth()), 12*2*5; n != want {
		t.Errorf("%d reports, want %d", n, want)
	}
	s, err := Start(a)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range a.Truth() {
		for _, u := range append(append([]string{r.URL}, r.Attachments...), r.Others...) {
			if got, body, err := get(t, s, u); err != nil || got.StatusCode != 200 || len(body) == 0 {
				t.Errorf("%s: %v, %d bytes, %v", u, got, len(body), err)
			}
		}
	}
	u := a.Truth()[0].URL
	a.Replace(u, []byte("<html>new</html>"))
	if _, body, _ := get(t, s, u); string(body) != "<html>new</html>" {
		t.Errorf("replaced page is %q", body)
	}
	a.Delete(u)
	if got, _, err := get(t, s, u); err != nil || got.StatusCode != 404 {
		t.Errorf("deleted page: %v, %v", got, err)
	}
}
