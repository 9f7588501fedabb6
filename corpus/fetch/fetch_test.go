package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// anywhere allows the loopback address, where the tests' servers are.
func anywhere(netip.AddrPort) error { return nil }

func client(limits Limits) *Client {
	return &Client{UserAgent: "gongkai-test (+mailto:t@example.org)", Limits: limits, Allowed: anywhere}
}

func server(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

func TestDo(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Saw", strings.Join([]string{r.Method, r.URL.RequestURI(), r.UserAgent(), r.Referer(), r.Header.Get("Accept-Encoding"), r.Header.Get("Cookie"), string(body)}, "|"))
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		fmt.Fprint(w, "正文")
	})
	c := client(Limits{})
	for _, test := range []struct {
		request Request
		want    string
	}{
		{Request{URL: s.URL + "/a?b=公#c", Header: http.Header{"Referer": {"x"}, "User-Agent": {"Mozilla"}}}, "GET|/a?b=公|gongkai-test (+mailto:t@example.org)|x|gzip||"},
		{Request{URL: s.URL, Method: "POST", Form: url.Values{"k": {"v w"}}}, "POST|/|gongkai-test (+mailto:t@example.org)||gzip||k=v+w"},
		{Request{URL: s.URL, Method: "POST", JSON: `{"k":1}`}, `POST|/|gongkai-test (+mailto:t@example.org)||gzip||{"k":1}`},
	} {
		e, err := c.Do(context.Background(), test.request)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Header.Get("X-Saw"); got != test.want && got != strings.ReplaceAll(test.want, "公", "%E5%85%AC") {
			t.Errorf("the server saw %q, want %q", got, test.want)
		}
		if string(e.Body) != "正文" || e.Status != 200 || e.Truncated != "" || e.Remote.Addr().String() != "127.0.0.1" || e.Took <= 0 {
			t.Errorf("%+v", e)
		}
		if !bytes.HasPrefix(e.ResponseHeader, []byte("HTTP/1.1 200 OK\r\n")) || !bytes.HasSuffix(e.ResponseHeader, []byte("\r\n\r\n")) ||
			!bytes.HasPrefix(e.RequestHeader, []byte(e.Request.Method+" /")) || !bytes.Contains(e.RequestHeader, []byte("\r\nHost: 127.0.0.1:")) {
			t.Errorf("heads %q, %q", e.RequestHeader, e.ResponseHeader)
		}
	}
}

// TestPublic: which addresses and ports may be asked, each by its name.
func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8:80": true, "219.141.200.1:8080": true, "[2400:3200::1]:443": true,
		"127.0.0.1:80": false, "127.9.9.9:80": false, "[::1]:80": false, "[::ffff:127.0.0.1]:80": false, "[::ffff:10.1.1.1]:80": false,
		"10.0.0.1:80": false, "172.16.0.1:80": false, "172.31.255.255:80": false, "172.32.0.1:80": true, "192.168.1.1:443": false,
		"169.254.169.254:80": false, "[fd00:ec2::254]:80": false, "[fe80::1]:80": false, "[fe80::1%eth0]:80": false, "[2400::1%eth0]:80": false,
		"100.64.0.1:80": false, "100.128.0.1:80": true, "100.100.100.200:80": false, "0.0.0.0:80": false, "[::]:80": false,
		"224.0.0.1:80": false, "255.255.255.255:80": false, "198.18.0.1:80": false, "192.0.2.1:80": false,
		"[64:ff9b::7f00:1]:80": false, "[2002:7f00:1::]:80": false, "[2001:0:1::]:80": false, "[::127.0.0.1]:80": false,
		"8.8.8.8:22": false, "8.8.8.8:25": false, "8.8.8.8:6379": false, "8.8.8.8:3306": false, "8.8.8.8:0": false,
	} {
		if err := Public(netip.MustParseAddrPort(address)); (err == nil) != want || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v, may be asked: %t", address, err, want)
		}
	}
	if Public(netip.AddrPort{}) == nil {
		t.Error("no address may be asked")
	}
}

// TestPrivate: however a page names the machine, the client that the program uses
// does not connect to it.
func TestPrivate(t *testing.T) {
	var asked atomic.Int32
	s := server(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	c := client(Limits{Connect: 2 * time.Second})
	c.Allowed = func(a netip.AddrPort) error {
		// The server's port is none of the usual ones; that must not be why.
		return Public(netip.AddrPortFrom(a.Addr(), 80))
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "127.1", "2130706433", "0x7f000001", "017700000001", "169.254.169.254", "10.255.255.1"} {
		_, err := c.Do(context.Background(), Request{URL: "http://" + host + ":" + port + "/"})
		if !errors.Is(err, ErrAddress) && !errors.Is(err, ErrConnect) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server on the loopback address was asked %d times", n)
	}
}

// TestRebinding: a name that is public when it is looked up first and private when
// it is connected to does not get through: what is checked is the address that is
// connected to.
func TestRebinding(t *testing.T) {
	var asked atomic.Int32
	s := server(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	names := nameServer(t, []netip.Addr{netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("127.0.0.1")})
	addresses, err := names.LookupNetIP(context.Background(), "ip4", "rebind.example.org")
	if err != nil || len(addresses) != 1 || addresses[0].String() != "8.8.8.8" {
		t.Fatalf("first look-up: %v, %v", addresses, err)
	}
	c := client(Limits{Connect: 2 * time.Second})
	c.Resolver, c.Allowed = names, func(a netip.AddrPort) error { return Public(netip.AddrPortFrom(a.Addr(), 80)) }
	if _, err := c.Do(context.Background(), Request{URL: "http://rebind.example.org:" + port + "/"}); !errors.Is(err, ErrAddress) {
		t.Errorf("%v", err)
	}
	if asked.Load() > 0 {
		t.Error("the server on the loopback address was asked")
	}
}

// nameServer answers every question for an IPv4 address with the next of the
// addresses, the last one for ever.
func nameServer(t *testing.T, addresses []netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buffer := make([]byte, 512)
		for n := 0; ; {
			length, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			question := buffer[:length]
			end := 12 + bytes.IndexByte(question[12:], 0) + 5
			answer := append([]byte{}, question[:end]...)
			answer[2], answer[3] = 0x81, 0x80
			answer[10], answer[11] = 0, 0
			if question[end-3] == 1 { // type A
				answer[7] = 1
				ip := addresses[min(n, len(addresses)-1)].As4()
				n++
				answer = append(append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4), ip[:]...)
			}
			conn.WriteTo(answer, from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// TestFaults: what a broken or hostile server does, each by its name.
func TestFaults(t *testing.T) {
	// Longer than the limits below, and not for ever: a server waits for its handlers
	// when it is closed.
	wait := func() { time.Sleep(2500 * time.Millisecond) }
	raw := func(text string, then func()) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, buffer, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			defer conn.Close()
			buffer.WriteString(text)
			buffer.Flush()
			if then != nil {
				then()
			}
		}
	}
	drip := func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write([]byte("x")); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-time.After(20 * time.Millisecond):
			case <-r.Context().Done():
				return
			}
		}
	}
	for name, test := range map[string]struct {
		handler   http.HandlerFunc
		err       error
		truncated string
		body      string
	}{
		"never answers":            {func(http.ResponseWriter, *http.Request) { wait() }, ErrTimeout, "", ""},
		"head only":                {raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", wait), nil, "slow", ""},
		"drips":                    {drip, nil, "slow", ""},
		"too large":                {func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 1<<20)) }, nil, "limit", ""},
		"breaks off":               {raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", nil), nil, "answer", "half"},
		"wrong length, too short":  {raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwhole page", nil), nil, "", "whol"},
		"no length":                {raw("HTTP/1.0 200 OK\r\n\r\nto the end", nil), nil, "", "to the end"},
		"not HTTP":                 {raw("SSH-2.0-OpenSSH\r\n", nil), ErrAnswer, "", ""},
		"closes at once":           {raw("", nil), ErrAnswer, "", ""},
		"endless head":             {raw("HTTP/1.1 200 OK\r\n"+strings.Repeat("X-A: "+strings.Repeat("a", 1000)+"\r\n", 300), wait), ErrLimit, "", ""},
		"two different lengths":    {raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody!", nil), ErrAnswer, "", ""},
		"broken chunks":            {raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\nZZ\r\n", nil), nil, "answer", "body"},
		"redirect without a place": {raw("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", nil), nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, test.handler)
			c := client(Limits{BodyBytes: 64 << 10, Time: 1500 * time.Millisecond, MinRate: 1000, DripWindow: 300 * time.Millisecond})
			e, err := c.Do(context.Background(), Request{URL: s.URL})
			if !errors.Is(err, test.err) || (test.err == nil) != (err == nil) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if err != nil {
				return
			}
			if e.Truncated != test.truncated || test.body != "" && string(e.Body) != test.body || len(e.Body) > 64<<10 {
				t.Errorf("truncated %q, %d bytes %.20q", e.Truncated, len(e.Body), e.Body)
			}
		})
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	var asked atomic.Int32
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Redirect(w, r, "../b?c=1", http.StatusFound)
	})
	e, err := client(Limits{}).Do(context.Background(), Request{URL: s.URL + "/x/a"})
	if err != nil || e.Location != s.URL+"/b?c=1" || asked.Load() != 1 {
		t.Errorf("%+v, %v, asked %d times", e, err, asked.Load())
	}
}

func TestURLs(t *testing.T) {
	for _, u := range []string{"", "ftp://a.gov.cn/", "file:///etc/passwd", "gopher://a/", "http://", "http://user:secret@a.gov.cn/", "javascript:alert(1)", "http://a b/", "//a.gov.cn/"} {
		if _, err := client(Limits{}).Do(context.Background(), Request{URL: u}); !errors.Is(err, ErrURL) {
			t.Errorf("%q: %v", u, err)
		}
	}
	if _, err := client(Limits{}).Do(context.Background(), Request{URL: "http://a.gov.cn/", Method: "DELETE"}); !errors.Is(err, ErrURL) {
		t.Errorf("DELETE: %v", err)
	}
}

func TestCertificates(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") }))
	t.Cleanup(s.Close)
	c := client(Limits{})
	if _, err := c.Do(context.Background(), Request{URL: s.URL}); !errors.Is(err, ErrCertificate) {
		t.Errorf("an unknown authority: %v", err)
	}
	e, err := c.Do(context.Background(), Request{URL: s.URL, AnyCertificate: true})
	if err != nil || string(e.Body) != "secret" || e.CertificateError == "" {
		t.Errorf("accepted all the same: %+v, %v", e, err)
	}
	c.Roots = x509.NewCertPool()
	c.Roots.AddCert(s.Certificate())
	e, err = c.Do(context.Background(), Request{URL: s.URL, AnyCertificate: true})
	if err != nil || e.CertificateError != "" {
		t.Errorf("a good certificate: %+v, %v", e, err)
	}
	if _, err := c.Do(context.Background(), Request{URL: strings.Replace(s.URL, "127.0.0.1", "localhost", 1)}); !errors.Is(err, ErrCertificate) {
		t.Errorf("another name: %v", err)
	}
}

func TestCancel(t *testing.T) {
	s := server(t, func(http.ResponseWriter, *http.Request) { time.Sleep(time.Second) })
	ctx, stop := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, stop)
	if _, err := client(Limits{}).Do(ctx, Request{URL: s.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestDecode(t *testing.T) {
	var small, bomb bytes.Buffer
	z := gzip.NewWriter(&small)
	z.Write([]byte("正文"))
	z.Close()
	z = gzip.NewWriter(&bomb)
	for range 64 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
	for name, test := range map[string]struct {
		encoding string
		body     []byte
		want     string
		err      error
	}{
		"plain":          {"", []byte("a"), "a", nil},
		"gzip":           {"gzip", small.Bytes(), "正文", nil},
		"says gzip":      {"GZIP ", []byte("<html>"), "<html>", nil},
		"truncated gzip": {"gzip", small.Bytes()[:small.Len()-9], "", ErrEncoding},
		"bomb":           {"gzip", bomb.Bytes(), "", ErrLimit},
		"unknown":        {"br", []byte("x"), "", ErrEncoding},
		"bad deflate":    {"deflate", []byte("x"), "", ErrEncoding},
	} {
		got, err := Decode(test.encoding, test.body, 1<<20)
		if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) || test.err == nil && string(got) != test.want || len(got) > 1<<20 {
			t.Errorf("%s: %.20q, %v", name, got, err)
		}
	}
}
