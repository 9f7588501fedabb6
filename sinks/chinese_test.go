package sinks

import (
	"slices"
	"testing"
	"unicode"
)

// TestChinese: every table and column is described in Chinese, a column that
// may be null says so in both languages, and no description is left over.
func TestChinese(t *testing.T) {
	used := map[string]bool{}
	for _, table := range Tables() {
		if !isChinese(table.Chinese) {
			t.Errorf("%s is not described in Chinese: %q", table.Name, table.Chinese)
		}
		for _, c := range table.Columns {
			if !isChinese(c.Chinese) {
				t.Errorf("%s.%s is not described in Chinese: %q", table.Name, c.Name, c.Chinese)
			}
			used[c.Name], used[table.Name+"."+c.Name] = true, true
		}
	}
	for name := range columnsInChinese {
		if !used[name] {
			t.Errorf("%s is described in Chinese and is no column", name)
		}
	}
	if len(tablesInChinese) != len(Tables()) {
		t.Errorf("%d tables are described in Chinese, there are %d", len(tablesInChinese), len(Tables()))
	}
}

func isChinese(s string) bool {
	return slices.ContainsFunc([]rune(s), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// TestKeys: keys and references name columns that there are, keys are never
// null, and every table with a key of its own is known.
func TestKeys(t *testing.T) {
	columns := map[string]Column{}
	tables := map[string]bool{}
	for _, table := range Tables() {
		tables[table.Name] = true
		for _, c := range table.Columns {
			columns[table.Name+"."+c.Name] = c
		}
	}
	for name := range keys {
		if !tables[name] {
			t.Errorf("there is no table %s", name)
		}
	}
	for _, table := range Tables() {
		if table.Key == nil && table.Name != "documents" {
			t.Errorf("%s has no key", table.Name)
		}
		for _, k := range table.Key {
			if c, ok := columns[table.Name+"."+k]; !ok || c.Nullable {
				t.Errorf("%s: key %s is no column or may be null", table.Name, k)
			}
		}
		for _, r := range table.References {
			if _, ok := columns[r.Table+"."+r.Target]; !ok {
				t.Errorf("%s.%s names %s.%s, which is no column", table.Name, r.Column, r.Table, r.Target)
			}
		}
	}
}
