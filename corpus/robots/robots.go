// Package robots reads robots.txt as RFC 9309 has it: what a site does not want a
// program to ask for, and how long it wants it to wait (Crawl-delay, which is no part
// of the RFC).
//
// Fetching, redirects, caching and what an unreachable file means are the crawler's.
package robots

import (
	"bytes"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxBytes is how much of a file is read, as the RFC requires at least: what is
// behind it is ignored.
const MaxBytes = 500 << 10

// MaxDelay is the longest Crawl-delay; a longer one is taken for it.
const MaxDelay = 24 * time.Hour

// Rules are what a file says to one program.
type Rules struct {
	rules []rule
	// Delay is the Crawl-delay; 0 when there is none.
	Delay time.Duration
}

type rule struct {
	allow bool
	// pattern is a path, percent-encoded, with * and a $ at its end as wildcards.
	pattern string
}

// Parse reads the rules for a program that calls itself by the product token, the
// part of its User-Agent before "/": those of every group that names the token, or
// those of the groups for "*" if none does. Nothing in a file is an error: lines that
// are no rules are ignored.
func Parse(body []byte, token string) *Rules {
	if len(body) > MaxBytes {
		body = body[:MaxBytes]
		// A line that is cut may say something else than the whole.
		body = body[:bytes.LastIndexAny(body, "\r\n")+1]
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	var own, others Rules
	named := false
	forOwn, forOthers, inAgents := false, false, false
	for _, line := range bytes.FieldsFunc(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		key, value, ok := field(string(line))
		if !ok {
			continue
		}
		if key == "user-agent" {
			if !inAgents {
				forOwn, forOthers = false, false
			}
			inAgents = true
			if value == "*" {
				forOthers = true
			} else if strings.EqualFold(Token(value), token) && token != "" {
				forOwn, named = true, true
			}
			continue
		}
		switch key {
		case "allow", "disallow", "crawl-delay":
			inAgents = false
		}
		if forOwn {
			own.add(key, value)
		}
		if forOthers {
			others.add(key, value)
		}
	}
	if named {
		return &own
	}
	return &others
}

// Token is the product token at the beginning of a User-Agent.
func Token(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

// field is a line without its comment.
func field(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

func (r *Rules) add(key, value string) {
	switch key {
	case "allow", "disallow":
		// An empty pattern matches nothing.
		if value != "" {
			r.rules = append(r.rules, rule{key == "allow", normal(value, true)})
		}
	case "crawl-delay":
		seconds, err := strconv.ParseFloat(value, 64)
		if err == nil && seconds > 0 && !math.IsNaN(seconds) {
			// Of several the longest.
			r.Delay = max(r.Delay, time.Duration(min(seconds, MaxDelay.Seconds())*float64(time.Second)))
		}
	}
}

// Allowed reports whether the address may be asked for: the longest pattern that
// matches its path and query decides, and of two as long the one that allows. Line is
// the rule that decided, empty when none matches.
func (r *Rules) Allowed(u *url.URL) (allowed bool, line string) {
	path := normal(u.EscapedPath(), false)
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + normal(u.RawQuery, false)
	}
	if path == "/robots.txt" {
		return true, ""
	}
	best := rule{allow: true}
	for _, rule := range r.rules {
		longer := len(rule.pattern) > len(best.pattern) || len(rule.pattern) == len(best.pattern) && rule.allow
		if longer && match(rule.pattern, path) {
			best = rule
		}
	}
	switch {
	case best.pattern == "":
		return true, ""
	case best.allow:
		return true, "Allow: " + best.pattern
	}
	return false, "Disallow: " + best.pattern
}

// normal writes a path or pattern as it is compared: bytes outside of ASCII are
// percent-encoded, percent-encoded letters, digits and -._~ are not, and the digits
// of the others are upper case. In a pattern, * and $ stay what they are, encoded or
// not.
func normal(s string, isPattern bool) string {
	var b strings.Builder
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		c := s[i]
		encoded := false
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, encoded, i = byte(n), true, i+2
			}
		}
		unreserved := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
		switch {
		case unreserved, !encoded && c < utf8.RuneSelf && c > ' ' && (isPattern || c != '*' && c != '$'):
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}

// match reports whether the pattern matches a beginning of the path, or all of it if
// it ends in $.
func match(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	for i, part := range parts {
		part = literal(part)
		switch {
		case i == 0:
			if !strings.HasPrefix(path, part) {
				return false
			}
			path = path[len(part):]
		case i == len(parts)-1 && whole:
			return strings.HasSuffix(path, part)
		default:
			at := strings.Index(path, part)
			if at < 0 {
				return false
			}
			path = path[at+len(part):]
		}
	}
	return !whole || path == ""
}

// literal is a part of a pattern as paths are written: a $ that is not at the end of
// the pattern is a character like others.
func literal(part string) string { return strings.ReplaceAll(part, "$", "%24") }
