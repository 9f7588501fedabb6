package normalize

import (
	"fmt"
	"regexp"
	"time"

	"gongkai"
)

// dateLabels are the metadata labels that say when a page was published, the
// most exact first. 成文日期 is when the text was written.
var dateLabels = []string{"PubDate", "发布日期", "公开日期", "发文日期", "发布时间", "生成日期", "时间", "日期", "成文日期"}

var dateText = regexp.MustCompile(`((?:19|20)[0-9]{2})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})`)

// findPublished takes the date that the page gives for itself.
func findPublished(r *gongkai.Report) {
	for _, label := range dateLabels {
		for _, m := range r.Metadata {
			if m.Label != label {
				continue
			}
			d := dateText.FindStringSubmatch(m.Value)
			if d == nil {
				continue
			}
			date := fmt.Sprintf("%s-%02d-%02d", d[1], atoi(d[2]), atoi(d[3]))
			if _, err := time.Parse(time.DateOnly, date); err == nil {
				r.Published = date
				return
			}
		}
	}
}
