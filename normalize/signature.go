package normalize

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"gongkai"
)

// maxSignatureDepth is how many lines from the end a signature's date may
// stand: attachments and page numbers follow it.
const maxSignatureDepth = 8

// signedDate is the line, or the end of the line, that dates a document.
var signedDate = regexp.MustCompile(`^(.*?)((20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日|(二[〇○零0][〇○零0一二三四五六七八九]{2})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日)$`)

// signature reads the lines that sign the report: the agency, and the date on
// which it was published, which says nothing about the year reported on.
func (a *agencies) signature() {
	if len(a.Sections) == 0 {
		return
	}
	var lines []string
	for line := range strings.Lines(a.Sections[len(a.Sections)-1].Text) {
		if line = strings.Join(strings.Fields(squeeze(line)), ""); line != "" {
			lines = append(lines, line)
		}
	}
	for i := len(lines) - 1; i >= max(0, len(lines)-maxSignatureDepth); i-- {
		m := signedDate.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		name := strings.Trim(m[1], "（(：:")
		if name == "" && i > 0 {
			name = lines[i-1]
		}
		if !organisation.MatchString(gongkai.Simplify(name)) {
			continue
		}
		a.note(name, "signature", name+" "+m[2])
		date := fmt.Sprintf("%04d-%02d-%02d", max(atoi(m[3]), chinese(m[6])), max(atoi(m[4]), chinese(m[7])), max(atoi(m[5]), chinese(m[8])))
		if _, err := time.Parse(time.DateOnly, date); err == nil {
			a.Evidence = append(a.Evidence, gongkai.Evidence{Field: "published", Value: date, From: "signature", Text: lines[i]})
		}
		return
	}
}

// chinese reads a year digit by digit (二〇一二) or a number up to 31 (二十一); 0
// for an empty text.
func chinese(s string) int {
	n, tens := 0, false
	for _, r := range s {
		digit := strings.IndexRune("〇一二三四五六七八九", r) / len("〇")
		switch {
		case r == '十':
			n, tens = max(n, 1)*10, true
		case strings.ContainsRune("〇○零0", r):
			n *= 10
		case tens:
			n += digit
		default:
			n = n*10 + digit
		}
	}
	return n
}
