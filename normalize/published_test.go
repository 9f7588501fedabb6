package normalize

import (
	"testing"

	"gongkai"
)

func TestPublished(t *testing.T) {
	for _, c := range []struct{ label, value, want string }{
		{"时间", "2022-01-14 17:29", "2022-01-14"},
		{"PubDate", "2022/3/1", "2022-03-01"},
		{"发布日期", "2022年1月4日", "2022-01-04"},
		{"公开日期", "2022-13-40", ""},
		{"公开日期", "", ""},
		{"索引号", "2022-01-14", ""},
		{"发布日期", "2022/07/1572", "2022-07-15"}, // date and views run together
	} {
		r := &gongkai.Report{Metadata: []gongkai.MetadataField{{Label: c.label, Value: c.value}}}
		findPublished(r)
		if r.Published != c.want {
			t.Errorf("%s %q gives %q, want %q", c.label, c.value, r.Published, c.want)
		}
	}
}
