package sites

import (
	"net"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

const (
	// MaxURL is the longest address that is followed, in bytes. The longest of
	// the survey's 255 has 203.
	MaxURL = 2048
	// MaxSegments is the greatest number of folders in an address; the deepest
	// of the survey has 11.
	MaxSegments = 20
	// MaxRepeats is how often one folder may be named in an address: relative
	// links of broken pages make /a/b/a/b/a/b.
	MaxRepeats = 3
)

// sessionKeys are parameters that name a visitor, not a page.
var sessionKeys = regexp.MustCompile(`(?i)^(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid_?token|cfid|cftoken|_t|timestamp|spm|utm_\w+|ticket|rnd|rand|random)$`)

// pathSession is a session id that servlet containers write into the path.
var pathSession = regexp.MustCompile(`(?i);(?:jsessionid|phpsessid|sid)=[^/?#;]*`)

// Canonical is the one form of an address: lower-case scheme and host, no
// default port, no fragment, no session id, no "./" and "../", parameters as
// they stand. An address that cannot be parsed comes back as it is.
func Canonical(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return address
	}
	u.Scheme, u.Fragment, u.RawFragment = strings.ToLower(u.Scheme), "", ""
	host, port := strings.ToLower(u.Hostname()), u.Port()
	host = strings.TrimSuffix(host, ".")
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && !(u.Scheme == "http" && port == "80") && !(u.Scheme == "https" && port == "443") {
		host = net.JoinHostPort(strings.Trim(host, "[]"), port)
	}
	u.Host, u.User = host, nil
	escaped := pathSession.ReplaceAllString(u.EscapedPath(), "")
	clean := cleanPath(escaped)
	if plain, err := url.PathUnescape(clean); err == nil {
		u.Path, u.RawPath = plain, clean
	}
	u.RawQuery = stripSession(u.RawQuery)
	u.ForceQuery = false
	return u.String()
}

func cleanPath(p string) string {
	if p == "" {
		return "/"
	}
	clean := path.Clean("/" + p)
	if strings.HasSuffix(p, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}

func stripSession(query string) string {
	if query == "" {
		return ""
	}
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool {
		key, _, _ := strings.Cut(part, "=")
		return part == "" || sessionKeys.MatchString(key)
	})
	return strings.Join(parts, "&")
}

// Key is equal for addresses that are certainly the same page: it ignores the
// scheme, the order of parameters, "index.html" and a bare "www." never.
func Key(address string) string {
	u, err := url.Parse(Canonical(address))
	if err != nil {
		return address
	}
	query := strings.Split(u.RawQuery, "&")
	slices.Sort(query)
	p := u.EscapedPath()
	if base := path.Base(p); base == "index.html" || base == "index.htm" || base == "index.shtml" {
		p = strings.TrimSuffix(p, base)
	}
	if q := strings.Join(query, "&"); q != "" {
		return u.Host + p + "?" + q
	}
	return u.Host + p
}

var (
	mobileSuffix = regexp.MustCompile(`_wap(\.s?html?)$`)
	mobilePost   = regexp.MustCompile(`/mpost_(\d+\.s?html?)$`)
)

// Desktop is the address of which this one is the copy for small screens, and
// whether it is one: t20240105_1_wap.html of TRS, mpost_1.html of Guangdong.
func Desktop(address string) (string, bool) {
	if m := mobileSuffix.FindStringIndex(address); m != nil {
		return mobileSuffix.ReplaceAllString(address, "$1"), true
	}
	if mobilePost.MatchString(address) {
		return mobilePost.ReplaceAllString(address, "/post_$1"), true
	}
	return address, false
}

var identities = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"trs", regexp.MustCompile(`/(t20\d{6}_\d{3,})(?:_wap)?(?:\.s?html?)?$`)},
	{"hanweb", regexp.MustCompile(`/art_\d+_(\d{2,})\.html$`)},
	{"hash", regexp.MustCompile(`/(?:art_)?([0-9a-f]{32})\.s?html?$`)},
	{"gkmlpt", regexp.MustCompile(`/m?post_(\d{4,})\.s?html?$`)},
	{"webplus", regexp.MustCompile(`/(c\d+a\d+)/pagem?\.(?:htm|psp)$`)},
	{"boda", regexp.MustCompile(`/info/\d+/(\d+)\.htm$`)},
}

// Identity is the number that a family's addresses give a document, with its
// host, so that one article in two columns has one identity. Empty where the
// address holds none. Numbers collide between installations that share a host:
// only together with an equal title is it the same article.
func Identity(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for _, id := range identities {
		if m := id.pattern.FindStringSubmatch(u.Path); m != nil {
			return u.Host + " " + id.name + " " + m[1]
		}
	}
	return ""
}

// Scope is what belongs to a site: its hosts, and for each the folders below
// which pages belong to it. No folder means the whole host.
type Scope struct {
	// Hosts maps a host, with port if it is not the default one, to path prefixes.
	Hosts map[string][]string
}

// ScopeOf is the scope of some start pages: their hosts whole.
func ScopeOf(starts ...string) Scope {
	s := Scope{Hosts: map[string][]string{}}
	for _, start := range starts {
		if u, err := url.Parse(Canonical(start)); err == nil && u.Host != "" {
			s.Hosts[u.Host] = nil
		}
	}
	return s
}

// Contains says whether an address belongs to the site.
func (s Scope) Contains(address string) bool {
	u, err := url.Parse(Canonical(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	prefixes, ok := s.Hosts[u.Host]
	if !ok {
		return false
	}
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(u.Path, p) })
}

// folder is the path of an address up to its last slash.
func folder(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path[:strings.LastIndex(u.Path, "/")+1]
}

// sameFolder says whether an article's address lies below the folder of its
// column. A path that is prefix of nothing (an application, a query) vouches for
// the host only.
func sameFolder(column, article string) bool {
	c, a := folder(column), folder(article)
	return c == "" || strings.HasPrefix(a, c)
}

var datedSegment = regexp.MustCompile(`^(?:20\d\d(?:\d\d){0,2}|\d{1,2})$`)

// articleFolder is the host and folder of an article without the folders of its
// date; "" if that is the whole host.
func articleFolder(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	segments := strings.Split(strings.Trim(folder(address), "/"), "/")
	for len(segments) > 0 && datedSegment.MatchString(segments[len(segments)-1]) {
		segments = segments[:len(segments)-1]
	}
	if len(segments) == 0 || segments[0] == "" {
		return ""
	}
	return u.Host + "/" + strings.Join(segments, "/")
}

var (
	datedQuery = regexp.MustCompile(`(?i)(?:^|&)(?:month|mon|day|week|ym|cal(?:endar)?(?:date)?|viewdate|nextmonth|prevmonth)=`)
	datedPath  = regexp.MustCompile(`(?i)/(?:calendar|rili|events?|archive|day|month)/(?:\d{4})(?:[/-]\d{1,2}){0,2}/?$`)
)

// Trap says why an address is not followed although it is in scope: it is of
// the kind that a site makes without end.
func Trap(address string) (reason string, trapped bool) {
	if len(address) > MaxURL {
		return "address-too-long", true
	}
	u, err := url.Parse(address)
	if err != nil {
		return "address-unparsable", true
	}
	segments := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if len(segments) > MaxSegments {
		return "path-too-deep", true
	}
	seen := map[string]int{}
	for _, s := range segments {
		if seen[s]++; seen[s] > MaxRepeats {
			return "path-repeats", true
		}
	}
	if datedQuery.MatchString(u.RawQuery) || datedPath.MatchString(u.Path) {
		return "calendar", true
	}
	return "", false
}

// sameSite says whether two addresses are on hosts of one registered name:
// attachments are often on a host of their own.
func sameSite(a, b string) bool {
	site := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			return ""
		}
		name, err := publicsuffix.EffectiveTLDPlusOne(u.Hostname())
		if err != nil {
			return u.Hostname()
		}
		return name
	}
	s := site(a)
	return s != "" && s == site(b)
}
