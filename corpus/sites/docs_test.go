package sites

import (
	"os"
	"strings"
	"testing"
)

// TestDocs holds docs/SITES.md: its example is valid, and its families are
// those that there are, in their order.
func TestDocs(t *testing.T) {
	data, err := os.ReadFile("../../docs/SITES.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if sources, problems := Parse("SITES.md", []byte(example)); !found || len(problems) > 0 || len(sources) != 1 {
		t.Errorf("the example: %d sites, %v", len(sources), problems)
	}
	_, table, _ := strings.Cut(string(data), "## Families")
	table, _, _ = strings.Cut(table, "\n## ")
	var named []string
	for _, line := range strings.Split(table, "\n") {
		if rest, ok := strings.CutPrefix(line, "| `"); ok {
			name, _, _ := strings.Cut(rest, "`")
			named = append(named, name)
		}
	}
	var want []string
	for _, f := range Families() {
		want = append(want, f.Name())
	}
	if strings.Join(named, " ") != strings.Join(want, " ") {
		t.Errorf("families in the docs: %v, want %v", named, want)
	}
	known, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	agencies := map[string]bool{}
	for _, s := range known {
		agencies[s.Agency] = true
	}
	t.Logf("%d agencies, %d sources", len(agencies), len(known))
}
