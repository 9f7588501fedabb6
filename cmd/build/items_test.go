package build

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/corpus"
)

// TestSortForSinks: the order that sinks ask for, also for names in GBK, whose
// printed form sorts elsewhere.
func TestSortForSinks(t *testing.T) {
	item := func(sha256, path string) corpus.Item {
		return corpus.Item{Entry: corpus.Entry{Path: path}, SHA256: sha256}
	}
	items := []corpus.Item{item("bb", "b"), item("bb", "\xc4\xea"), item("aa", "z"), item("", "gone2"), item("", "gone1")}
	items = append(items, item("cc", "a.example.com/1.html"), item("cc", "m/1.html"), item("cc", "www.qingwu.gov.cn/1.html"))
	SortForSinks(items)
	var got []string
	for _, i := range items {
		got = append(got, i.SHA256+" "+i.Display()+" "+i.DuplicateOf)
	}
	want := []string{" gone1 ", " gone2 ", "aa z ", `bb \xC4\xEA `, `bb b \xC4\xEA`,
		// The copy on a government host is the one that is read.
		"cc a.example.com/1.html www.qingwu.gov.cn/1.html", "cc m/1.html www.qingwu.gov.cn/1.html", "cc www.qingwu.gov.cn/1.html "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
