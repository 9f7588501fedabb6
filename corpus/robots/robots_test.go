package robots

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestAllowed holds the examples of RFC 9309 and what real files have besides.
func TestAllowed(t *testing.T) {
	const all = "User-agent: *\n"
	for name, test := range map[string]struct {
		body  string
		allow string // paths that may be asked for
		not   string // and that may not
	}{
		"section 5.1": {"User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\nUser-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\nUser-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n\nEOF",
			"/ /publications/ /a.gif?x /a.gifs", "/example/ /a.gif"},
		"section 5.2, longest match": {all + "Allow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/ /example/page/a.gif", "/example/page/disallowed.gif"},
		"order does not matter":      {all + "Disallow: /a/b\nAllow: /a\nDisallow: /", "/a /a/c", "/a/b /b /"},
		"equal length":               {all + "Disallow: /a\nAllow: /a", "/a /ab", ""},
		"our group":                  {all + "Disallow: /\n\nUser-agent: Gongkai\nDisallow: /x", "/y", "/x"},
		"our groups together":        {"User-agent: gongkai\nDisallow: /x\n\nUser-agent: other\nDisallow: /z\n\nuser-agent: gongkai/2.0\nDisallow: /y", "/z", "/x /y"},
		"a group of several":         {"User-agent: other\n\nUser-agent: gongkai\nDisallow: /x", "/", "/x"},
		"a longer name is another":   {"User-agent: gongkai-news\nDisallow: /", "/", ""},
		"a shorter name is another":  {"User-agent: gong\nDisallow: /", "/", ""},
		"our empty group":            {all + "Disallow: /\n\nUser-agent: gongkai\nDisallow:\n", "/ /x", ""},
		"rules before any group":     {"Disallow: /x\n" + all + "Disallow: /y", "/x", "/y"},
		"other lines in a group":     {all + "Sitemap: http://a/\nUser-agent: gongkai\nDisallow: /y", "/", "/y"},
		"nothing":                    {"", "/", ""},
		"an HTML page":               {"<html><body>404: not found</body></html>", "/", ""},
		"byte order mark":            {"\ufeffUser-agent: *\nDisallow: /x", "/", "/x"},
		"line ends of old Macs":      {"User-agent: *\rDisallow: /x\rDisallow: /y", "/", "/x /y"},
		"comments and spaces":        {" user-AGENT : * # all\n disallow : /x # not\n#Disallow: /y", "/y", "/x"},
		"no colon":                   {all + "Disallow /x", "/x", ""},
		"bytes and percent-encoding": {all + "Disallow: /foo/bar/ツ\nDisallow: /公开", "/foo/bar/", "/foo/bar/%E3%83%84 /foo/bar/%e3%83%84 /foo/bar/ツ /%E5%85%AC%E5%BC%80/a"},
		"encoded in the file":        {all + "Disallow: /foo/bar/%e3%83%84", "/foo/bar/", "/foo/bar/%E3%83%84 /foo/bar/ツ"},
		"needlessly encoded":         {all + "Disallow: /foo/bar/%62%61%7A\nDisallow: /U", "/foo/bar", "/foo/bar/baz /foo/bar/%62az /%55"},
		"an encoded slash is none":   {all + "Disallow: /a/b", "/a%2Fb", "/a/b"},
		"encoded wildcards":          {all + "Disallow: /path/file-with-a-%2A.html\nDisallow: /b-%24", "/path/file-with-a-x.html /b-", "/path/file-with-a-*.html /path/file-with-a-%2A.html /b-$"},
		"query":                      {all + "Disallow: /list.jsp?page=\nDisallow: /*?*print=1", "/list.jsp /list.jsp?n=1", "/list.jsp?page=2 /a?print=1 /a?b&print=1"},
		"star and end":               {all + "Disallow: /*.php$\nDisallow: /a*b*c$\nDisallow: /d*\nDisallow: /$", "/x.php5 /x.php?y /abcd /e", "/x.php /a/x.php /abc /axxbyyc /abcbc /d /dx /"},
		"dollar in the middle":       {all + "Disallow: /a$b", "/a /ab", "/a$b /a$bc"},
		"robots.txt itself":          {all + "Disallow: /", "/robots.txt", "/robots.txt.bak /"},
		"case of paths":              {all + "Disallow: /ABC", "/abc", "/ABC"},
		"many stars":                 {all + "Disallow: " + strings.Repeat("/*a", 60) + "b", "/" + strings.Repeat("a/", 500), ""},
	} {
		r := Parse([]byte(test.body), "gongkai")
		for want, paths := range map[bool]string{true: test.allow, false: test.not} {
			for _, path := range strings.Fields(paths) {
				u, err := url.Parse("http://www.example.gov.cn" + path)
				if err != nil {
					t.Fatal(err)
				}
				if got, line := r.Allowed(u); got != want {
					t.Errorf("%s: %s may be asked for: %t, by %q", name, path, got, line)
				}
			}
		}
	}
}

// TestLimit: what is behind 500 KiB does not count, nor the line that is cut there.
func TestLimit(t *testing.T) {
	filler := strings.Repeat("# "+strings.Repeat("x", 97)+"\n", MaxBytes/100)
	body := "User-agent: *\nDisallow: /x\n" + filler[:MaxBytes-60] + "\nAllow: /x/" + strings.Repeat("y", 100) + "\nDisallow: /z\n" + filler
	r := Parse([]byte(body), "gongkai")
	for path, want := range map[string]bool{"/x": false, "/x/" + strings.Repeat("y", 40): false, "/z": true} {
		if got, _ := r.Allowed(&url.URL{Path: path}); got != want {
			t.Errorf("%.10s: %t", path, got)
		}
	}
}

func TestDelay(t *testing.T) {
	for value, want := range map[string]time.Duration{"": 0, "10": 10 * time.Second, "0.5": time.Second / 2, "-1": 0, "x": 0, "NaN": 0, "1e300": MaxDelay, "Inf": MaxDelay} {
		r := Parse([]byte(fmt.Sprintf("User-agent: *\nCrawl-delay: %s\nDisallow: /x", value)), "gongkai")
		if r.Delay != want {
			t.Errorf("%q: %v, want %v", value, r.Delay, want)
		}
	}
	if r := Parse([]byte("User-agent: a\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 4\n"), "gongkai"); r.Delay != 4*time.Second {
		t.Errorf("of others: %v", r.Delay)
	}
}

func TestToken(t *testing.T) {
	for agent, want := range map[string]string{"gongkai/1.0 (+https://a)": "gongkai", "My_Bot-x": "My_Bot-x", "": "", "公开": ""} {
		if got := Token(agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 3"), "/ab?c")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		Parse(body, "gongkai").Allowed(&url.URL{Path: path})
	})
}
