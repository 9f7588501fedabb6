package store

import (
	"errors"
	"testing"
)

func TestReadsOnly(t *testing.T) {
	for _, c := range []struct {
		statement string
		ok        bool
	}{
		{"SELECT 1", true},
		{" -- a note\n/* and ; another */ select ';pragma x' AS \"a;b\";  -- end", true},
		{"WITH a AS (SELECT 1) SELECT * FROM a;", true},
		{"values (1), (2)", true},
		{"explain query plan select 1", true},
		{"", false},
		{"-- nothing", false},
		{"PRAGMA hard_heap_limit = 1", false},
		{"/**/pragma/**/query_only(0)", false},
		{"explain pragma cache_size", false},
		{"select * from pragma_database_list", false},
		{`select * from "pragma_database_list"`, false},
		{"select * from [pragma_database_list]", false},
		{"select 'it''s'; pragma query_only = 0", false},
		{"select 1; delete from reports", false},
		{"attach 'x' as y", false},
		{"delete from reports", false},
		{"vacuum into 'x'", false},
		{"begin", false},
	} {
		err := readsOnly(c.statement)
		if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrSQL) {
			t.Errorf("%q: %v", c.statement, err)
		}
	}
}
