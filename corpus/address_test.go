package corpus

import "testing"

func TestURL(t *testing.T) {
	for path, want := range map[string]string{
		"mirror/www.hongze.gov.cn/art/2024/1/30/art_1_2.html": "http://www.hongze.gov.cn/art/2024/1/30/art_1_2.html",
		"www.example.com:8080/a/b.pdf":                        "http://www.example.com:8080/a/b.pdf",
		"www.example.com+8080/b.pdf":                          "http://www.example.com:8080/b.pdf",
		"a.com/x/B.GOV.CN/y.html":                             "http://b.gov.cn/y.html",
		"reports/2023/a.html":                                 "",
		"www.hongze.gov.cn":                                   "", // a file of that name
		"v1.2/a.html":                                         "",
		"报告.cn/a.html":                                        "",
		"-a.cn/a.html":                                        "",
		"":                                                    "",
	} {
		if got := (Entry{Path: path}).URL(); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
