package farm

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Fault is something that goes wrong on the way, as a layer around a handler.
type Fault struct {
	Name string
	// Passes says that the answer comes in the end, if one asks often enough
	// and as the fault says.
	Passes bool
	Wrap   func(http.Handler) http.Handler
}

// When chooses the requests that a fault hits: of all addresses one in Every,
// by a hash of the address (0 or 1: all), and each of them Times times (0:
// always).
type When struct{ Every, Times int }

// hits counts, for each address, how often it was hit.
type hits struct {
	when When
	mu   sync.Mutex
	seen map[string]int
}

func (w When) hits() *hits { return &hits{when: w, seen: map[string]int{}} }

func (h *hits) hit(r *http.Request) bool {
	if r.URL.Path == "/robots.txt" {
		return false
	}
	address := r.Host + r.URL.RequestURI()
	sum := fnv.New32a()
	sum.Write([]byte(address))
	if h.when.Every > 1 && sum.Sum32()%uint32(h.when.Every) != 0 {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen[address]++
	return h.when.Times == 0 || h.seen[address] <= h.when.Times
}

// instead answers the hit requests by itself.
func instead(name string, passes bool, when When, answer func(http.ResponseWriter, *http.Request)) Fault {
	return Fault{name, passes, func(next http.Handler) http.Handler {
		h := when.hits()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if h.hit(r) {
				answer(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}}
}

// buffer holds an answer.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffer) Header() http.Header            { return b.header }
func (b *buffer) WriteHeader(status int)         { b.status = status }
func (b *buffer) Write(data []byte) (int, error) { return b.body.Write(data) }

// changed changes the answers of the hit requests.
func changed(name string, passes bool, when When, change func(http.ResponseWriter, *http.Request, *buffer)) Fault {
	return Fault{name, passes, func(next http.Handler) http.Handler {
		h := when.hits()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !h.hit(r) {
				next.ServeHTTP(w, r)
				return
			}
			b := &buffer{header: http.Header{}, status: http.StatusOK}
			next.ServeHTTP(b, r)
			for k, v := range b.header {
				w.Header()[k] = v
			}
			change(w, r, b)
		})
	}}
}

// RetryAfter answers status with a Retry-After of wait, in seconds or as a date.
func RetryAfter(status int, asDate bool, wait time.Duration, when When) Fault {
	form := "seconds"
	if asDate {
		form = "date"
	}
	return instead(fmt.Sprintf("%d-retry-after-%s", status, form), when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request) {
		value := strconv.Itoa(int(wait.Seconds()))
		if asDate {
			value = time.Now().Add(wait).UTC().Format(http.TimeFormat)
		}
		w.Header().Set("Retry-After", value)
		http.Error(w, http.StatusText(status), status)
	})
}

// ServerError answers 500.
func ServerError(when When) Fault {
	return instead("500", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
	})
}

// Timeout says nothing for the time, or until the client hangs up.
func Timeout(d time.Duration, when When) Fault {
	return instead("timeout", when.Times > 0, when, func(w http.ResponseWriter, r *http.Request) {
		// A server sees that the client is gone only behind the body.
		io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
		case <-time.After(d):
		}
		cut(w)
	})
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
		c.Close()
	}
}

// SlowDrip sends a byte at a time.
func SlowDrip(interval time.Duration, when When) Fault {
	return changed("slow-drip", when.Times > 0, when, func(w http.ResponseWriter, r *http.Request, b *buffer) {
		w.WriteHeader(b.status)
		for _, c := range b.body.Bytes() {
			if _, err := w.Write([]byte{c}); err != nil {
				return
			}
			http.NewResponseController(w).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(interval):
			}
		}
	})
}

// raw writes an answer by hand, with a Content-Length that need not be true.
func raw(w http.ResponseWriter, b *buffer, length int, body []byte) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil { // no connection of its own (HTTP/2, a recorder)
		w.Write(body)
		return
	}
	defer c.Close()
	writeRaw(c, b, length, body)
}

func writeRaw(c net.Conn, b *buffer, length int, body []byte) {
	fmt.Fprintf(c, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
		b.status, http.StatusText(b.status), b.header.Get("Content-Type"), length)
	c.Write(body)
}

// Truncated cuts the connection in the middle of a body whose length is right.
func Truncated(when When) Fault {
	return changed("truncated", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request, b *buffer) {
		raw(w, b, b.body.Len(), b.body.Bytes()[:b.body.Len()/2])
	})
}

// ShortLength states half the length that the body has.
func ShortLength(when When) Fault {
	return changed("content-length-short", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request, b *buffer) {
		raw(w, b, b.body.Len()/2, b.body.Bytes())
	})
}

// LongLength states twice the length that the body has.
func LongLength(when When) Fault {
	return changed("content-length-long", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request, b *buffer) {
		raw(w, b, 2*b.body.Len(), b.body.Bytes())
	})
}

// WrongCharset declares a charset that the body is not in: the bytes are whole.
func WrongCharset(label string, when When) Fault {
	return changed("charset-"+label, true, when, func(w http.ResponseWriter, _ *http.Request, b *buffer) {
		if kind, _, _ := strings.Cut(b.header.Get("Content-Type"), ";"); kind == "text/html" {
			w.Header().Set("Content-Type", kind+"; charset="+label)
		}
		w.WriteHeader(b.status)
		w.Write(b.body.Bytes())
	})
}

// BadGzip sends gzip whose second half is damaged.
func BadGzip(when When) Fault {
	return changed("gzip-damaged", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request, b *buffer) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(b.body.Bytes())
		z.Close()
		damaged := packed.Bytes()
		for i := len(damaged) / 2; i < len(damaged); i++ {
			damaged[i] ^= 0xA5
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(b.status)
		w.Write(damaged)
	})
}

// NotGzip declares gzip and sends the plain body.
func NotGzip(when When) Fault {
	return changed("gzip-lie", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request, b *buffer) {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(b.status)
		w.Write(b.body.Bytes())
	})
}

// RedirectLoop sends to an address that sends back.
func RedirectLoop(when When) Fault {
	return instead("redirect-loop", false, when, func(w http.ResponseWriter, r *http.Request) {
		other := "/loop" + r.URL.Path
		if rest, ok := strings.CutPrefix(r.URL.Path, "/loop"); ok {
			other = rest
		}
		http.Redirect(w, r, other, http.StatusFound)
	})
}

// PrivateRedirect sends to an address that no crawler may connect to.
func PrivateRedirect(target string, when When) Fault {
	return instead("redirect-to-"+target, false, when, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+target+"/", http.StatusFound)
	})
}

// PrivateTargets are addresses for PrivateRedirect: private, loopback,
// link-local, carrier's, mapped, of a cloud's metadata, and in odd spellings.
var PrivateTargets = []string{
	"127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
	"[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "0177.0.0.1", "localhost",
}

// Session sends every visitor to an address with a session id of its own.
func Session(when When) Fault {
	count := 0
	var mu sync.Mutex
	return Fault{"session-id", true, func(next http.Handler) http.Handler {
		h := when.hits()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, ";jsessionid=") || r.Method != http.MethodGet || !h.hit(r) {
				next.ServeHTTP(w, r)
				return
			}
			mu.Lock()
			count++
			id := count
			mu.Unlock()
			to := *r.URL
			to.Path += fmt.Sprintf(";jsessionid=%08X", id*2654435761)
			http.Redirect(w, r, to.String(), http.StatusFound)
		})
	}}
}

// SoftNotFound answers 200 and a notice where there is nothing.
func SoftNotFound() Fault {
	return Fault{"soft-404", false, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			b := &buffer{header: http.Header{}, status: http.StatusOK}
			next.ServeHTTP(b, r)
			if b.status == http.StatusNotFound && r.URL.Path != "/robots.txt" {
				page(w, `<html><head><meta charset="utf-8"><title>提示信息</title></head><body><p>您访问的页面不存在或已删除！</p><a href="/">返回首页</a></body></html>`)
				return
			}
			for k, v := range b.header {
				w.Header()[k] = v
			}
			w.WriteHeader(b.status)
			w.Write(b.body.Bytes())
		})
	}}
}

// LoginPage answers 200 and a form for a password.
func LoginPage(when When) Fault {
	return instead("login-200", when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<html><head><meta charset="utf-8"><title>用户登录</title></head><body><form action="/login" method="post"><input name="user"><input type="password" name="pass"><button>登录</button></form></body></html>`)
	})
}

// Challenge answers a script that sets a cookie, or a captcha: status is 412,
// 521 or 200.
func Challenge(status int, when When) Fault {
	return instead(fmt.Sprintf("challenge-%d", status), when.Times > 0, when, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		switch status {
		case http.StatusOK:
			fmt.Fprint(w, `<html><head><title>安全验证</title></head><body><p>请完成验证后继续访问</p><img src="/captcha.jpg"><input name="code"></body></html>`)
		default:
			fmt.Fprint(w, `<html><head></head><body><script>document.cookie='__jsl_clearance=1;path=/';location.href=location.href;</script></body></html>`)
		}
	})
}

// Robots serves a robots.txt.
func Robots(name string, status int, body []byte) Fault {
	return Fault{"robots-" + name, status < 500, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(status)
			w.Write(body)
		})
	}}
}

// RobotsVariants are files that a parser must get right. The rules of the first
// two follow the examples of RFC 9309, section 5; in all of them /zwgk/private/
// is closed to everybody, unless the variant says otherwise.
func RobotsVariants() []Fault {
	plain := "User-Agent: *\nDisallow: /zwgk/private/\n"
	return []Fault{
		Robots("rfc-groups", 200, []byte("User-Agent: *\nDisallow: *.gif$\nDisallow: /zwgk/private/\nAllow: /publications/\n\nUser-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\nUser-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n\nEOF\n")),
		Robots("rfc-longest-match", 200, []byte("User-Agent: *\nAllow: /zwgk/private/page/\nDisallow: /zwgk/private/\nDisallow: /zwgk/private/page/disallowed.gif\n")),
		Robots("bom", 200, append([]byte("\xEF\xBB\xBF"), plain...)),
		Robots("crlf", 200, []byte(strings.ReplaceAll(plain, "\n", "\r\n"))),
		Robots("crawl-delay", 200, []byte(plain+"Crawl-delay: 7\n")),
		Robots("everything", 200, []byte("User-agent: *\nDisallow: /\n")),
		Robots("one-megabyte", 200, append([]byte(plain), bytes.Repeat([]byte("Disallow: /x/y/z/not-there\n"), 40_000)...)),
		Robots("html", 200, []byte("<html><body>404</body></html>")),
		Robots("403", 403, []byte("forbidden")),
		Robots("500", 500, []byte("error")),
		Robots("503", 503, []byte("error")),
	}
}

// Faults are all of them, each set so that it hits a part of the addresses and,
// if it can pass, does so at the second attempt. Waits are short: a test with a
// clock of its own makes its own.
func Faults() []Fault {
	some := When{Every: 4, Times: 1}
	faults := []Fault{
		RetryAfter(429, false, time.Second, some), RetryAfter(429, true, time.Second, some),
		RetryAfter(503, false, time.Second, some), RetryAfter(503, true, time.Second, some),
		ServerError(some), Timeout(5*time.Second, some), SlowDrip(100*time.Millisecond, some),
		Truncated(some), ShortLength(some), LongLength(some),
		WrongCharset("iso-8859-1", When{Every: 2}), WrongCharset("gb2312", When{Every: 2}), WrongCharset("nonsense", When{Every: 2}),
		BadGzip(some), NotGzip(some), RedirectLoop(When{Every: 7}), Session(When{}), SoftNotFound(), LoginPage(When{Every: 9}),
		Challenge(412, When{Every: 9}), Challenge(521, When{Every: 9}), Challenge(200, When{Every: 9}),
	}
	for _, target := range PrivateTargets {
		faults = append(faults, PrivateRedirect(target, When{Every: 7}))
	}
	return append(faults, RobotsVariants()...)
}

// FaultByName is false for a name that is none.
func FaultByName(name string) (Fault, bool) {
	for _, f := range Faults() {
		if f.Name == name {
			return f, true
		}
	}
	return Fault{}, false
}

// With puts faults around a handler, the first outermost.
func With(h http.Handler, faults ...Fault) http.Handler {
	for i := len(faults) - 1; i >= 0; i-- {
		h = faults[i].Wrap(h)
	}
	return h
}
