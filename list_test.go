package gongkai_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai"
)

// listFile is a list that can be used, for the cases to break.
const listFile = `{
  "id": "cn-test-2010",
  "columns": [{"code": "year", "labels": ["数量"]}],
  "rows": [
    {"code": "total", "labels": ["甲", "甲数"]},
    {"code": "one", "labels": ["乙"]},
    {"code": "two", "labels": ["丙"], "under": "one"},
    {"code": "three", "labels": ["丙"], "under": "total"}
  ],
  "sums": [{"total": "total", "parts": ["one", "two"]}]
}`

// TestParseList: a list that cannot be used is refused with the place and the
// reason.
func TestParseList(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{`"id"`, `"idd"`, `json: unknown field "idd"`},
		{`"rows": [`, `"rows": [,`, `line 4: invalid character ','`},
		{"cn-test-2010", "CN 2010", `id "CN 2010": wanted`},
		{`[{"code": "year", "labels": ["数量"]}]`, `[]`, "columns: there is none"},
		{`{"code": "one", "labels": ["乙"]},`, "", "rows: 3, wanted at least 4"},
		{`"code": "one"`, `"code": "One"`, `rows[1]: code "One": wanted`},
		{`"code": "one"`, `"code": "row_001"`, `rows[1]: code "row_001": row_N`},
		{`"code": "one"`, `"code": "total"`, `rows[1]: code "total" is there twice`},
		{`["乙"]`, `[]`, "rows[1]: one: a label is missing"},
		{`["乙"]`, `["甲"]`, `rows[1]: one has the label "甲" of total`},
		{`["丙"], "under": "total"`, `["丙"]`, `rows[3]: three: every row with the label "丙" needs "under"`},
		{`"under": "total"`, `"under": "nobody"`, `rows[3]: three is under "nobody", which is no other row`},
		{`"parts": ["one", "two"]`, `"parts": []`, "sums[0]: total: rows are missing"},
		{`"parts": ["one", "two"]`, `"parts": ["four"]`, `sums[0]: there is no row "four"`},
		{`"parts": ["one", "two"]`, `"parts": ["one", "total"]`, `sums[0]: row "total" is there twice`},
		{`"sums": [{"total": "total", "parts": ["one", "two"]}]`, `"bounds": [{"part": "one", "whole": ["six"]}]`, `bounds[0]: there is no row "six"`},
		{"]\n}", "]\n}\n{}", "text behind the end"},
	} {
		_, err := gongkai.ParseList([]byte(strings.Replace(listFile, c.old, c.new, 1)))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("the list is refused: %v", err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s for %s: error %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

// TestListsDocument: the example of docs/LISTS.md is a list.
func TestListsDocument(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("docs", "LISTS.md"))
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(text)
	if example == nil {
		t.Fatal("there is no example")
	}
	if _, err := gongkai.ParseList(example[1]); err != nil {
		t.Error(err)
	}
}
