package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/corpus/synth"
	"gongkai/explore"
	"gongkai/normalize/series"
	"gongkai/sinks"
	"gongkai/sinks/sqlite"
)

// nasty are texts that a report may have anywhere. Those that would run something set canary.
var nasty = []string{
	"<script>window.canary=1</script>", "\"><img src=x onerror=\"window.canary=1\">", "</script></title></style></textarea><svg onload=window.canary=1>", "' onfocus='window.canary=1' autofocus x='",
	"{{.}}{{template \"frame\" .}}${window.canary=1}", "'; DROP TABLE reports; --", "=HYPERLINK(\"http://example.org\",\"x\")", "@SUM(1+1)*cmd|' /C calc'!A0", "\u202e府政民人\u2066\u0000\x01\x1b[31m\x7f",
	"\xff\xfe\xed\xa0\x80坏", "javascript:window.canary=1", "../../../../etc/passwd", "%2e%2e%2f%00", "<!--", "]]>", strings.Repeat("长", 3000), strings.Repeat("W", 100_000), "a\r\nX-Injected: 1",
}

// hostileDataset writes a dataset in which every text is nasty, with one document: a page
// that is full of it.
func hostileDataset(t testing.TB, folder string) {
	t.Helper()
	var page strings.Builder
	page.WriteString("<!doctype html><meta charset=utf-8><table>")
	for i, h := range nasty {
		fmt.Fprintf(&page, "<tr><td>%s</td><td>%d<script>window.canary=1</script></td></tr>", strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(h), i)
	}
	page.WriteString("</table>")
	document := []byte(page.String())
	if err := os.WriteFile(filepath.Join(folder, "nasty.html"), document, 0o644); err != nil {
		t.Fatal(err)
	}
	sink, err := sqlite.New(func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(folder, name)) })
	if err != nil {
		t.Fatal(err)
	}
	write := func(r sinks.Record) {
		if err := sink.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	const years = 1
	for i := range len(nasty) * years {
		h := nasty[i/years]
		s, err := synth.New(synth.Order{Seed: uint64(i), Kind: synth.CountyGovernment, Year: 2021})
		if err != nil {
			t.Fatal(err)
		}
		r := s.Truth
		r.Source = gongkai.Source{Path: h + strconv.Itoa(i), URL: h, SHA256: fmt.Sprintf("%016x%048x", i+1, i+1), Format: gongkai.FormatHTML, Bytes: 1}
		if i == len(nasty)*years-1 {
			sum := sha256.Sum256(document)
			r.Source = gongkai.Source{Path: "nasty.html", SHA256: hex.EncodeToString(sum[:]), Format: gongkai.FormatHTML, Bytes: len(document)}
		}
		r.Agency, r.Title, r.Published, r.Method, r.Status = h, h, h, h, gongkai.Verified
		for j := range r.Sections {
			r.Sections[j].Heading, r.Sections[j].Text = h, strings.Repeat(h[:min(len(h), 300)]+"\n", 3)
		}
		cell := gongkai.CellRef{Table: gongkai.TableRequests, Row: "new_requests", Column: "total"}
		for row := range r.Requests {
			for column := range r.Requests[row] {
				v := &r.Requests[row][column]
				v.Uncertain, v.Path = h, "/html/body/table[1]/tr[1]/td[1]"
			}
		}
		r.Local = &gongkai.Local{Columns: []gongkai.LocalColumn{{Code: "value", Heading: h}}, Rows: []gongkai.LocalRow{{Code: "row_001", Label: h, Unit: h, Values: map[string]*gongkai.Value{"value": {Printed: h, State: gongkai.Text, Unit: h}}}}}
		r.Findings = []gongkai.Finding{{Code: gongkai.IdentityFails, Cells: []gongkai.CellRef{cell}, Expected: h, Found: h, Detail: h}, {Code: gongkai.CarriedOverDiffers, Cells: []gongkai.CellRef{{Table: h, Row: h, Column: h}}, Detail: h + " ≠ " + h, Expected: h, Found: h}}
		id := sinks.ReportID(r.Source.SHA256)
		standing := gongkai.Standing{PrincipalOf: id, Series: series.Of(r), Copies: []gongkai.Copy{{Section: h, OtherReport: id, OtherAgency: h, OtherYear: 2020, Similarity: 9900, Shared: h}},
			Conflicts: []gongkai.Conflict{{Cell: cell, Printed: h, Other: h, State: gongkai.Text, OtherState: gongkai.Text, OtherReport: id, OtherPath: h}},
			Reviews:   []gongkai.HumanReview{{SHA256: r.Source.SHA256, Time: time.Unix(1e9, 0).UTC(), By: h, Note: h, Readings: []gongkai.HumanReading{{Cell: cell, Printed: h}}}}}
		write(sinks.Record{Document: &sinks.Document{Source: r.Source, Status: sinks.StatusReport, ReportID: id, Method: h, Message: h}, Report: r, Standing: &standing})
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
}

// newHostile serves the nasty dataset.
func newHostile(t testing.TB) *explored {
	t.Helper()
	e := &explored{Folder: t.TempDir()}
	e.Dataset = e.Folder
	hostileDataset(t, e.Folder)
	e.serve(t)
	return e
}

// addresses are pages of every nasty report and agency.
func (e *explored) addresses(t testing.TB) []string {
	t.Helper()
	list := []string{"/", "/places/", "/places/unknown/", "/rankings/", "/rankings/requests_received/2021/", "/findings/", "/findings/identity-fails/", "/findings/carried-over-differs/", "/copies/", "/sql?q=" + url.QueryEscape("select * from reports")}
	ids := e.ask(t, "select report_id from reports order by report_id")
	keys := e.ask(t, "select key from _agencies order by key")
	for _, id := range ids {
		list = append(list, "/reports/"+id+"/", "/reports/"+id+"/cells/requests.new_requests.total/", "/reports/"+id+"/cells/local.row_001.value/", "/reports/"+id+"/against/"+ids[0]+"/")
	}
	for _, key := range keys {
		list = append(list, "/agencies/"+url.PathEscape(key)+"/")
	}
	q := url.Values{"a": keys[:min(len(keys), 6)], "i": {"requests_received"}}
	list = append(list, "/compare?"+q.Encode(), "/reports/"+ids[len(ids)-1]+"/source/")
	for _, h := range nasty {
		list = append(list, "/search?q="+url.QueryEscape(h[:min(len(h), 3000)]), "/compare?find="+url.QueryEscape(h[:min(len(h), 3000)]), "/sql?q="+url.QueryEscape(h[:min(len(h), 3000)]))
	}
	return list
}

// TestHostileInBrowser opens every page of the nasty dataset: nothing that stands in it runs,
// and nothing is wider than the window.
func TestHostileInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser")
	}
	b := newTab(t, "")
	e := newHostile(t)
	b.url = e.URL
	for i, address := range e.addresses(t) {
		b.size([]int{1280, 390}[i%2], 900)
		b.open([]string{"/zh", "/en"}[i%2] + address)
		if state := evaluate[string](b, `[typeof window.canary, document.querySelectorAll("main").length, document.querySelectorAll("footer").length, document.querySelectorAll("a[href^='javascript'], [onerror], [onload], [onfocus], img[src=x], main script").length].join()`); state != "undefined,1,1,0" {
			t.Errorf("%s: %s", address, state)
		}
		b.quiet("404", "status of 400")
	}
}

// get asks the site; the body is bounded.
func get(t testing.TB, address string) (*http.Response, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 64<<20))
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// TestHostileAnswers: what is asked of the server is nasty as well.
func TestHostileAnswers(t *testing.T) {
	e := newHostile(t)
	id := e.one(t, "select report_id from reports order by report_id limit 1")

	t.Run("csv", func(t *testing.T) {
		for _, address := range e.addresses(t) {
			path, query, _ := strings.Cut(address, "?")
			if strings.HasSuffix(path, "/") {
				path += "table"
			}
			answer, body := get(t, e.URL+"/zh"+path+".csv?"+query)
			if answer.StatusCode == http.StatusNotFound {
				continue
			}
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%.100s: %s", address, answer.Status)
				continue
			}
			if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/csv") {
				continue // a question that has no answer: its page says why
			}
			in := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff")))
			in.FieldsPerRecord = -1
			rows, err := in.ReadAll()
			if err != nil {
				t.Errorf("%.100s: %v", address, err)
			}
			for _, row := range rows {
				for _, field := range row {
					if _, err := strconv.ParseFloat(field, 64); err != nil && field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) {
						t.Errorf("%.100s: a formula: %.60q", address, field)
					}
				}
			}
		}
	})
	t.Run("paths", func(t *testing.T) {
		evil := []string{"..", "../..", "../../../../../../etc/passwd", "/etc/passwd", "%", "\x00", "dataset.sqlite", "1", "-1", "9999999999999999999", "1.png", "0.png", "-1.png", "99999.png", "../x.png", "nan", "'", "\"", strings.Repeat("a", 8000)}
		for _, pattern := range []string{"/places/%s/", "/agencies/%s/", "/reports/%s/", "/reports/%s/original", "/reports/%s/source/", "/reports/%s/pages/1.png", "/reports/" + id + "/pages/%s", "/reports/" + id + "/crops/%s", "/reports/" + id + "/cells/%s/",
			"/reports/" + id + "/against/%s/", "/rankings/%s/2021/", "/rankings/denied/%s/", "/findings/%s/", "/findings/?place=%s", "/findings/?year=%s", "/copies/?page=%s", "/compare?a=%s", "/compare?i=%s", "/%s", "/../assets/%s"} {
			for _, name := range evil {
				answer, body := get(t, e.URL+"/zh"+fmt.Sprintf(pattern, url.QueryEscape(name)))
				if answer.StatusCode >= http.StatusInternalServerError || strings.Contains(body, "root:") || strings.Contains(body, "SQLite format") {
					t.Errorf("%s with %.40q: %s", pattern, name, answer.Status)
				}
				if answer.Header.Get("Content-Security-Policy") == "" {
					t.Errorf("%s with %.40q: no policy", pattern, name)
				}
			}
		}
	})
	t.Run("sql", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "made.db")
		for _, question := range []string{"delete from reports", "attach '" + file + "' as x", "vacuum into '" + file + "'", "create temp table x (y)", "pragma hard_heap_limit = 1", "pragma query_only = 0", "select 1; drop table reports",
			"select load_extension('x')", "select readfile('/etc/passwd')", "select writefile('" + file + "', 'x')", "select * from pragma_database_list", "select zeroblob(2000000000)", "select group_concat(hex(zeroblob(8000000))) from cells a, cells b",
			"select length(printf('%.*c', 2000000000, 'x'))"} {
			answer, body := get(t, e.URL+"/en/sql.json?q="+url.QueryEscape(question))
			if answer.StatusCode != http.StatusBadRequest {
				t.Errorf("%s: %s %.200s", question, answer.Status, body)
			}
		}
		if _, err := os.Stat(file); err == nil {
			t.Error("a question made a file")
		}
		_, body := get(t, e.URL+"/en/sql.json?q="+url.QueryEscape("select hex(zeroblob(1000000)) from cells limit 900"))
		if len(body) > 16<<20 {
			t.Errorf("an answer of %d bytes", len(body))
		}
		began := time.Now()
		answer, _ := get(t, e.URL+"/en/sql.json?q="+url.QueryEscape("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"))
		if answer.StatusCode != http.StatusBadRequest || time.Since(began) > 20*time.Second {
			t.Errorf("a question without end: %s after %s", answer.Status, time.Since(began))
		}
		if answer, _ := get(t, e.URL+"/zh/"); answer.StatusCode != http.StatusOK {
			t.Errorf("after all that the front page is %s", answer.Status)
		}
	})
	t.Run("requests", func(t *testing.T) {
		ask := func(method, path, host string, header map[string]string) int {
			r, err := http.NewRequest(method, e.URL+path, strings.NewReader("by=x&note=y"))
			if err != nil {
				t.Fatal(err)
			}
			if host != "" {
				r.Host = host
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for k, v := range header {
				r.Header.Set(k, v)
			}
			answer, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			return answer.StatusCode
		}
		review := "/zh/reports/" + id + "/review"
		for _, c := range []struct {
			what, method, path, host string
			header                   map[string]string
			want                     int
		}{
			{"another host", "GET", "/zh/", "evil.example", nil, http.StatusMisdirectedRequest},
			{"a host that looks like ours", "GET", "/zh/", "localhost.evil.example", nil, http.StatusMisdirectedRequest},
			{"a form from elsewhere", "POST", review, "", map[string]string{"Origin": "http://evil.example"}, http.StatusForbidden},
			{"a form from a sandbox", "POST", review, "", map[string]string{"Origin": "null"}, http.StatusForbidden},
			{"a form that does not say", "POST", review, "", nil, http.StatusForbidden},
			{"a browser's word for elsewhere", "POST", review, "", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": e.URL}, http.StatusForbidden},
			{"our form", "POST", review, "", map[string]string{"Origin": e.URL}, http.StatusSeeOther},
			{"a method", "DELETE", "/zh/", "", nil, http.StatusMethodNotAllowed},
		} {
			if got := ask(c.method, c.path, c.host, c.header); got != c.want {
				t.Errorf("%s: %d, not %d", c.what, got, c.want)
			}
		}
		answer, _ := get(t, e.URL+"/zh/reports/"+id+"/original")
		if kind := answer.Header.Get("Content-Type"); kind != "application/octet-stream" && answer.StatusCode == http.StatusOK {
			t.Errorf("a document is served as %s", kind)
		}
	})
	t.Run("static", func(t *testing.T) {
		site, err := explore.Open(t.Context(), explore.Config{Dataset: e.Dataset, Indicators: indicators(), Static: true})
		if err != nil {
			t.Fatal(err)
		}
		defer site.Close()
		folder := t.TempDir()
		out := filepath.Join(folder, "site")
		if _, err := site.Write(t.Context(), out, 2); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) != 1 {
			t.Errorf("files outside of the site: %v %v", entries, err)
		}
	})
}
