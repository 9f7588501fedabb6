package sinks_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
)

var update = flag.Bool("update", false, "write docs/DATA.md anew")

// TestReference: docs/DATA.md is what the tables and the rules say.
func TestReference(t *testing.T) {
	const path = "../docs/DATA.md"
	want := reference()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/DATA.md is not what the code says: run with -update (-want +got):\n%s", diff)
	}
}

func reference() []byte {
	var b bytes.Buffer
	b.WriteString("# The dataset\n\nEvery table, column, code and finding. Made by `go test ./sinks -run Reference -update`.\n")
	for _, table := range sinks.Tables() {
		fmt.Fprintf(&b, "\n## %s\n\n%s Sorted by %s.\n\n| column | type | unit | meaning |\n|---|---|---|---|\n",
			table.Name, table.Description, strings.Join(table.SortedBy, ", "))
		for _, c := range table.Columns {
			kind := c.Type.String()
			if c.Nullable {
				kind += ", nullable"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, kind, c.Unit, strings.ReplaceAll(c.Description, "|", "\\|"))
		}
	}
	b.WriteString("\n## Codes of the official tables\n")
	for _, s := range gongkai.Schemas() {
		fmt.Fprintf(&b, "\n`%s`\n\n- rows: `%s`\n- columns: `%s`\n", s.Table, strings.Join(s.Rows, "` `"), strings.Join(s.Columns, "` `"))
	}
	b.WriteString("\n## Findings\n\n| code | severity | in English | 中文 |\n|---|---|---|---|\n")
	for _, r := range gongkai.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Code, r.Severity, r.English, r.Chinese)
	}
	return b.Bytes()
}
