package explore

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"gongkai"
	"gongkai/explore/store"
)

func TestGuard(t *testing.T) {
	handler := guard([]string{"data.example"}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for _, c := range []struct {
		method, host string
		header       map[string]string
		want         int
	}{
		{"GET", "localhost:8130", nil, http.StatusNoContent},
		{"GET", "127.0.0.1", nil, http.StatusNoContent},
		{"GET", "[::1]:8130", nil, http.StatusNoContent},
		{"HEAD", "DATA.example:80", nil, http.StatusNoContent},
		{"GET", "evil.example", nil, http.StatusMisdirectedRequest},
		{"GET", "localhost.evil.example", nil, http.StatusMisdirectedRequest},
		{"GET", "192.168.1.1", nil, http.StatusMisdirectedRequest},
		{"GET", "", nil, http.StatusMisdirectedRequest},
		{"PUT", "localhost", nil, http.StatusMethodNotAllowed},
		{"POST", "localhost", nil, http.StatusForbidden},
		{"POST", "localhost", map[string]string{"Origin": "http://localhost"}, http.StatusNoContent},
		{"POST", "localhost", map[string]string{"Origin": "http://localhost:1"}, http.StatusForbidden},
		{"POST", "localhost", map[string]string{"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"POST", "localhost", map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusNoContent},
		{"POST", "localhost", map[string]string{"Sec-Fetch-Site": "none"}, http.StatusForbidden},
	} {
		r := httptest.NewRequest(c.method, "/", nil)
		r.Host = c.host
		for k, v := range c.header {
			r.Header.Set(k, v)
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if answer.Code != c.want {
			t.Errorf("%s of %q with %v: %d, not %d", c.method, c.host, c.header, answer.Code, c.want)
		}
		if answer.Header().Get("Content-Security-Policy") != policy {
			t.Errorf("%s of %q has no policy", c.method, c.host)
		}
	}
}

func TestPreferred(t *testing.T) {
	for header, want := range map[string]Language{"": Chinese, "en-US,en;q=0.9,zh;q=0.8": English, "zh-CN,en": Chinese, "fr,en;q=0.5": English, "de": Chinese} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Language", header)
		if got := preferred(r); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
}

func TestInert(t *testing.T) {
	for in, want := range map[string]string{"": "", "12": "12", "-3": "-3", "+5": "+5", "-3e5": "-3e5", "=1+1": "'=1+1", "+cmd|x": "'+cmd|x", "-x": "'-x", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "甲=1": "甲=1"} {
		if got := inert(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestWeb(t *testing.T) {
	for address, want := range map[string]bool{"http://a.example/x": true, "https://a.example": true, "javascript:alert(1)": false, "JavaScript://a/%0aalert(1)": false, "data:text/html,x": false, "//a.example": false, "http:": false, " http://a": false, "": false} {
		if got := web(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

func TestArithmetic(t *testing.T) {
	for _, c := range []struct {
		finding     store.Finding
		zh, english string
	}{
		{store.Finding{Code: string(gongkai.IdentityFails), Detail: "10 + 1 + 0 + 0 = 11 ≠ 0", Found: "0"}, "10 + 1 + 0 + 0 = 11，表中印的是 0", "10 + 1 + 0 + 0 = 11, printed 0"},
		{store.Finding{Code: string(gongkai.CarriedOverDiffers), Detail: "3 ≠ 2", Expected: "3", Found: "2"}, "上年结转 3，上一年报告的结转下年度为 2", "carried in 3, carried out of the year before 2"},
		{store.Finding{Detail: "a = b"}, "a = b", "a = b"},
		{store.Finding{Expected: "1", Found: "2"}, "应为 1，印的是 2", "expected 1, printed 2"},
		{store.Finding{Detail: "words", Found: "x"}, "印的是 x，words", "printed x, words"},
		{store.Finding{}, "", ""},
	} {
		if zh, en := arithmetic(Chinese, c.finding), arithmetic(English, c.finding); zh != c.zh || en != c.english {
			t.Errorf("%+v: %q, %q", c.finding, zh, en)
		}
	}
}

// numberCell is a cell with a number; text that is none makes a cell with text.
func numberCell(table, row, column, value string) store.Cell {
	c := store.Cell{CellRef: gongkai.CellRef{Table: table, Row: row, Column: column}, Printed: value, Value: value, State: gongkai.Number.String()}
	if _, err := gongkai.ParseDecimal(value); err != nil {
		c.Value, c.State = "", gongkai.Blank.String()
	}
	return c
}

func disputes(cells map[string]string) []store.Cell {
	var list []store.Cell
	for _, i := range gongkai.DisputeIdentities() {
		for _, ref := range append(append([]gongkai.CellRef{}, i.Left...), i.Right...) {
			list = append(list, numberCell(ref.Table, ref.Row, ref.Column, "0"))
		}
	}
	for i := range list {
		if v, ok := cells[list[i].Row+"."+list[i].Column]; ok {
			list[i] = numberCell(list[i].Table, list[i].Row, list[i].Column, v)
		}
	}
	return list
}

func TestChecksOf(t *testing.T) {
	identity := gongkai.DisputeIdentities()[0]
	total, part := identity.Right[0], identity.Left[0]
	for _, c := range []struct {
		what, part, total, want string
	}{{"it holds", "3", "3", "holds"}, {"it fails", "3", "4", "fails"}, {"no number", "/", "3", "unknown"}, {"decimals", "3.0", "3", "holds"}} {
		cells := disputes(map[string]string{part.Row + "." + part.Column: c.part, total.Row + "." + total.Column: c.total})
		checks := checksOf(total, cells)
		if len(checks) == 0 || checks[0].Holds != c.want || checks[0].Left[0].Printed != c.part {
			t.Errorf("%s: %+v", c.what, checks)
		}
	}
	if checks := checksOf(gongkai.CellRef{Table: gongkai.TableProactive, Row: "rules", Column: "made"}, nil); checks != nil {
		t.Errorf("the proactive table states sums: %v", checks)
	}
	// A row that the report does not have makes a sum unknown, not false.
	if checks := checksOf(total, []store.Cell{numberCell(total.Table, total.Row, total.Column, "3")}); checks[0].Holds != "unknown" {
		t.Errorf("without its parts: %+v", checks[0])
	}
}

func TestTabulate(t *testing.T) {
	cells := []store.Cell{
		numberCell(gongkai.TableRequests, "new_requests", "total", "3"), numberCell(gongkai.TableRequests, "new_requests", "natural_person", "2"),
		numberCell(gongkai.TableRequests, "carried_in", "total", "/"),
		{CellRef: gongkai.CellRef{Table: gongkai.TableLocal, Row: "row_001", Column: "value"}, Label: "收到申请", Printed: "5"},
	}
	tables := tabulate(English, cells)
	if len(tables) != 2 || len(tables[0].Rows) != 2 || len(tables[0].Columns) != 2 {
		t.Fatalf("%+v", tables)
	}
	if first := tables[0].Rows[0].Cells; first[0].Column != "natural_person" || first[1].Column != "total" {
		t.Error("columns are not in the order of the form")
	}
	if second := tables[0].Rows[1].Cells; second[0] != nil || second[1] == nil {
		t.Error("a cell that the report does not have is there")
	}
	if name := tables[1].Rows[0].Name; name != "收到申请" {
		t.Errorf("the local row is called %q", name)
	}
}

func TestPairs(t *testing.T) {
	cell := func(column, value string) store.Cell {
		return numberCell(gongkai.TableRequests, "granted", column, value)
	}
	differ, same := pairs([]store.Cell{cell("total", "5"), cell("natural_person", "1"), cell("other", "2")}, []store.Cell{cell("total", "7"), cell("natural_person", "1"), cell("legal_service", "4")})
	if same != 1 || len(differ) != 3 {
		t.Fatalf("%d same, %+v", same, differ)
	}
	if differ[0].Change != "+2" || differ[1].Right != nil || differ[2].Left != nil {
		t.Errorf("%+v", differ)
	}
}

func TestDifferences(t *testing.T) {
	pieces := differences("全年收到申请12件。", "全年收到申请34件。")
	var left, right string
	for _, p := range pieces {
		if p.Left {
			left += p.Text
		}
		if p.Right {
			right += p.Text
		}
	}
	if left != "全年收到申请12件。" || right != "全年收到申请34件。" || len(pieces) < 3 {
		t.Errorf("%+v", pieces)
	}
}

func TestPrintedLines(t *testing.T) {
	text := strings.Repeat("x\r\n", 40)
	current := numberCell(gongkai.TableRequests, "granted", "total", "5")
	current.Location.Line = 20
	lines := printedLines(text, []store.Cell{current}, &current)
	if len(lines) != 2*linesAround+1 || lines[0].Number != 20-linesAround || !lines[linesAround].Current || lines[0].Text != "x" {
		t.Errorf("%+v", lines)
	}
	if all := printedLines(text, []store.Cell{current}, nil); len(all) != 40 || len(all[19].IDs) != 1 || all[19].Current {
		t.Errorf("the whole text: %d lines", len(all))
	}
}

func TestPrinted(t *testing.T) {
	grid, overlaps, lost := gongkai.NewGrid(2, 2, []gongkai.Cell{
		{Row: 0, Column: 0, RowSpan: 1, ColumnSpan: 2, Text: "甲\n乙", Location: gongkai.Location{Path: "a"}},
		{Row: 1, Column: 0, RowSpan: 1, ColumnSpan: 1, Text: "1", Location: gongkai.Location{Path: "b"}},
		{Row: 1, Column: 1, RowSpan: 1, ColumnSpan: 1, Text: "2", Location: gongkai.Location{Path: "c"}},
	})
	if overlaps > 0 || len(lost) > 0 {
		t.Fatal("the grid is odd")
	}
	current := numberCell(gongkai.TableRequests, "granted", "total", "2")
	current.Location.Path = "c"
	document := &gongkai.Document{Blocks: []gongkai.Block{{Grid: grid}}}
	tables := printed(document, []store.Cell{current}, &current)
	if len(tables) != 1 || !tables[0].Rows[1][1].Current || tables[0].Rows[1][0].Current || !reflect.DeepEqual(tables[0].Rows[0][0].Lines, []string{"甲", "乙"}) {
		t.Errorf("%+v", tables)
	}
	current.Location.Path = "elsewhere"
	if tables := printed(document, []store.Cell{current}, &current); len(tables) != 0 {
		t.Error("a table without the cell is shown")
	}
}

func TestCrop(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 595, 842))
	var b bytes.Buffer
	if err := png.Encode(&b, page); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what   string
		box    [4]float64
		height int
	}{{"in the middle", [4]float64{100, 200, 150, 212}, 12 + 2*aroundPt}, {"at the top", [4]float64{0, 0, 10, 10}, 10 + aroundPt}, {"beyond the page", [4]float64{0, 900, 10, 910}, 0}} {
		data, err := crop(PageImage{b.Bytes(), 595, 842}, c.box)
		if c.height == 0 {
			if err == nil {
				t.Errorf("%s: there is a picture", c.what)
			}
			continue
		}
		strip, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		if strip.Bounds().Dx() != 595 || strip.Bounds().Dy() != c.height {
			t.Errorf("%s: %v", c.what, strip.Bounds())
		}
	}
}

func TestQuestion(t *testing.T) {
	v := &view{Language: English, Title: "x", Question: question("SELECT * FROM {cells} WHERE report_id = %s", "a'; DROP TABLE {reports}; --")}
	s := &Site{about: "dataset"}
	s.takeAway(v, &request{Request: httptest.NewRequest("GET", "/en/x/", nil), Language: English})
	if want := "SELECT * FROM cells WHERE report_id = 'a''; DROP TABLE reports; --'"; v.Question != want {
		t.Errorf("%s", v.Question)
	}
	if want := `'\''cells.parquet'\''`; !strings.Contains(v.DuckDB, want) {
		t.Errorf("%s", v.DuckDB)
	}
	if v.Cite != "x. dataset. /en/x/" {
		t.Errorf("cited as %q", v.Cite)
	}
}

// TestBreaks: a chart is broken where the values begin to mean something else, not where only the
// form changes.
func TestBreaks(t *testing.T) {
	s := &Site{config: Config{Notes: []Note{{"answers", "计答复", "answers are counted"}}}}
	points := []store.Point{{Year: 2018, Value: "5", Layout: "cn-2014", Comparability: "answers"}, {Year: 2019, Value: "6", Layout: "cn-2019"}, {Year: 2021, Value: "7", Layout: "cn-2021"}}
	chart := s.trend(English, Indicator{Code: "x", English: "x"}, []line{{"a", points, nil}}, []median{{"all", []store.Band{{Year: 2019, Median: 1.5}}}})
	if len(chart.Rows) != 4 || chart.Rows[1].Break != "form of 2019" || !strings.Contains(chart.Rows[1].Why, "answers are counted") || chart.Rows[3].Break != "" {
		t.Errorf("%+v", chart.Rows)
	}
	if gap := chart.Rows[2].Cells[0]; gap.Value != "" || gap.Text != "none" {
		t.Errorf("the gap is %+v", gap)
	}
	if chart.Rows[1].Cells[1].Value != "1.5" || chart.Rows[0].Cells[1].Value != "" {
		t.Error("medians are not where they belong")
	}
}

func TestReadingsOf(t *testing.T) {
	got, err := readingsOf("requests.granted.total = 12\n\nrequests.granted.other=\n")
	if err != nil || len(got) != 2 || got[0].Printed != "12" || got[1].Printed != "" {
		t.Errorf("%v %v", got, err)
	}
	for _, bad := range []string{"12", "granted.total = 1", "a.b.c"} {
		if _, err := readingsOf(bad); err == nil {
			t.Errorf("%q is a reading", bad)
		}
	}
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{"1": "1", "1234": "1\u2009234", "-1234567.5": "−1\u2009234\u2009567.5", "": ""} {
		if got := grouped(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
