// Package fetch asks one web server one thing, safely: it is the only part of the
// program that opens connections.
//
// # What it refuses
//
//   - addresses that are not public, and unusual ports, whatever a name resolves
//     to and whoever redirects there ([Public]); schemes other than http and https
//   - headers, bodies and expanded bodies over their limits, answers that take too
//     long as a whole, or drip
//   - certificates that do not hold, unless the site is known to have such
//
// Redirects are not followed: each is a request of its own, for the caller to
// judge. There are no cookies, no proxies and no credentials. Compressed bodies
// are returned as they were sent, for the archive; [Exchange.Decoded] expands
// them.
//
// When to ask is not decided here: see package polite.
package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Limits of one exchange. Zero fields take the defaults.
type Limits struct {
	HeaderBytes int64         // 64 KiB
	BodyBytes   int64         // 64 MiB
	Time        time.Duration // of the whole exchange: 2 minutes
	Connect     time.Duration // until the connection stands: 20 s
	// MinRate is bytes a second, over windows of DripWindow: 512 in 20 s.
	MinRate    int64
	DripWindow time.Duration
}

// DefaultLimits are what sites of agencies need, with room.
func DefaultLimits() Limits {
	return Limits{HeaderBytes: 64 << 10, BodyBytes: 64 << 20, Time: 2 * time.Minute, Connect: 20 * time.Second, MinRate: 512, DripWindow: 20 * time.Second}
}

// The reasons why an exchange failed. Every error that Do returns wraps exactly
// one of them, ErrAddress, or that of its context.
var (
	ErrURL         = errors.New("not a URL that may be asked")
	ErrConnect     = errors.New("no connection")
	ErrCertificate = errors.New("the certificate does not hold")
	ErrTimeout     = errors.New("the answer took too long")
	ErrSlow        = errors.New("the answer came too slowly")
	ErrLimit       = errors.New("the answer is too large")
	ErrAnswer      = errors.New("the answer is not HTTP, or broke off")
)

// reasons gives each a stable name for the ledger.
var reasons = []struct {
	err  error
	name string
}{
	{ErrAddress, "address"}, {ErrURL, "url"}, {ErrCertificate, "certificate"}, {ErrTimeout, "timeout"}, {ErrSlow, "slow"},
	{ErrLimit, "limit"}, {ErrConnect, "connect"}, {ErrAnswer, "answer"},
}

// Reason is the stable name of the reason that err wraps; "other" for none.
func Reason(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.name
		}
	}
	return "other"
}

// Request is what is asked.
type Request struct {
	URL string
	// Method is GET or POST; empty is GET.
	Method string
	// Form is the body of a POST, as application/x-www-form-urlencoded.
	Form url.Values
	// JSON is the body of a POST instead of Form, when it is not empty.
	JSON string
	// Header are further lines; User-Agent is the client's.
	Header http.Header
	// Addresses are those of the host, tried in their order; when there are none, the
	// resolver is asked.
	Addresses []netip.Addr
	// AnyCertificate accepts certificates that do not hold; the exchange says that
	// it did.
	AnyCertificate bool
}

// Exchange is what was asked and answered.
type Exchange struct {
	Request *http.Request
	// RequestHeader and ResponseHeader are the heads as they stand on the wire, up
	// to and with the empty line; the response's is written anew from its parts,
	// without Transfer-Encoding, which is undone.
	RequestHeader, ResponseHeader []byte
	Status                        int
	Header                        http.Header
	// Body is as sent, but for chunks: it may be compressed.
	Body []byte
	// Truncated says why the body is not whole, as Reason does; empty when it is.
	Truncated string
	// Location is where a redirect leads, absolute; empty when it is none.
	Location string
	Remote   netip.AddrPort
	Began    time.Time
	// Took is until the last byte; FirstByte until the head was there.
	Took, FirstByte time.Duration
	// CertificateError is why the certificate does not hold, when it was accepted
	// all the same.
	CertificateError string
}

// Client asks. Its methods may be called by several goroutines.
type Client struct {
	// UserAgent names the program and whom to write to.
	UserAgent string
	Limits    Limits
	// Allowed says which addresses may be asked: Public unless a test sets another.
	Allowed func(netip.AddrPort) error
	// Dial connects to an address that is allowed, for tests; nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Resolver is the system's when nil.
	Resolver *net.Resolver
	// Roots are the certificates that others must lead to; the system's when nil.
	Roots *x509.CertPool
}

// Do asks once. The error says why there is no answer; an answer that is not whole
// is an Exchange with Truncated set and no error.
func (c *Client) Do(ctx context.Context, r Request) (*Exchange, error) {
	limits := c.limits()
	request, err := c.request(r)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeoutCause(ctx, limits.Time, ErrTimeout)
	defer stop()
	e := &Exchange{Request: request, Began: time.Now()}
	transport := c.transport(limits, r, e)
	defer transport.CloseIdleConnections()
	request = request.WithContext(ctx)
	e.RequestHeader = head(request)
	response, err := transport.RoundTrip(request)
	if err != nil {
		return nil, failure(ctx, err)
	}
	defer response.Body.Close()
	e.FirstByte = time.Since(e.Began)
	e.Status, e.Header = response.StatusCode, response.Header
	e.ResponseHeader = responseHead(response)
	if at, err := response.Location(); err == nil && response.StatusCode/100 == 3 {
		e.Location = at.String()
	}
	err = c.readBody(ctx, response.Body, limits, e)
	e.Took = time.Since(e.Began)
	if err != nil {
		if cause := context.Cause(ctx); errors.Is(cause, context.Canceled) {
			return nil, cause
		}
		e.Truncated = Reason(failure(ctx, err))
	}
	return e, nil
}

func (c *Client) limits() Limits {
	l, d := c.Limits, DefaultLimits()
	if l.HeaderBytes == 0 {
		l.HeaderBytes = d.HeaderBytes
	}
	if l.BodyBytes == 0 {
		l.BodyBytes = d.BodyBytes
	}
	if l.Time == 0 {
		l.Time = d.Time
	}
	if l.Connect == 0 {
		l.Connect = d.Connect
	}
	if l.MinRate == 0 {
		l.MinRate = d.MinRate
	}
	if l.DripWindow == 0 {
		l.DripWindow = d.DripWindow
	}
	return l
}

// request builds what net/http sends.
func (c *Client) request(r Request) (*http.Request, error) {
	u, err := url.Parse(r.URL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.User != nil:
		return nil, fmt.Errorf("%w: %q", ErrURL, r.URL)
	}
	u.Fragment = ""
	method, body := r.Method, io.Reader(nil)
	switch method {
	case "", http.MethodGet:
		method = http.MethodGet
	case http.MethodPost:
		body = strings.NewReader(r.Form.Encode())
		if r.JSON != "" {
			body = strings.NewReader(r.JSON)
		}
	default:
		return nil, fmt.Errorf("%w: method %s", ErrURL, r.Method)
	}
	request, err := http.NewRequest(method, u.String(), body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	for name, values := range r.Header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	for name, value := range map[string]string{
		"User-Agent": c.UserAgent, "Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5", "Accept-Encoding": "gzip",
	} {
		if request.Header.Get(name) == "" || name == "User-Agent" {
			request.Header.Set(name, value)
		}
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if r.JSON != "" {
			request.Header.Set("Content-Type", "application/json")
		}
	}
	return request, nil
}

// transport is made for one exchange: a connection is never used for another,
// so that none outlives the check of its address.
func (c *Client) transport(limits Limits, r Request, e *Exchange) *http.Transport {
	allowed := c.Allowed
	if allowed == nil {
		allowed = Public
	}
	dialer := &net.Dialer{Timeout: limits.Connect, Resolver: c.Resolver, Control: control(allowed), FallbackDelay: -1}
	tlsConfig := &tls.Config{RootCAs: c.Roots}
	if r.AnyCertificate {
		tlsConfig.InsecureSkipVerify = true
		tlsConfig.VerifyConnection = func(state tls.ConnectionState) error {
			if err := verify(state, c.Roots); err != nil {
				e.CertificateError = err.Error()
			}
			return nil
		}
	}
	return &http.Transport{
		Proxy: nil,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := c.connect(ctx, dialer, network, address, r.Addresses)
			if err == nil {
				e.Remote, _ = netip.ParseAddrPort(conn.RemoteAddr().String())
			}
			return conn, err
		},
		TLSClientConfig: tlsConfig, TLSHandshakeTimeout: limits.Connect,
		DisableKeepAlives: true, DisableCompression: true,
		MaxResponseHeaderBytes: limits.HeaderBytes, ResponseHeaderTimeout: limits.Time,
		// The archive holds HTTP/1.1 messages.
		ForceAttemptHTTP2: false, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
}

// connect connects to the first of the addresses that answers.
func (c *Client) connect(ctx context.Context, dialer *net.Dialer, network, address string, addresses []netip.Addr) (net.Conn, error) {
	dial := dialer.DialContext
	if c.Dial != nil {
		dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if err := dialer.Control("tcp4", address, nil); err != nil {
				return nil, err
			}
			return c.Dial(ctx, network, address)
		}
	}
	if len(addresses) == 0 {
		return dial(ctx, network, address)
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, a := range addresses {
		conn, err := dial(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

// verify does what crypto/tls would have done.
func verify(state tls.ConnectionState, roots *x509.CertPool) error {
	options := x509.VerifyOptions{DNSName: state.ServerName, Roots: roots, Intermediates: x509.NewCertPool()}
	for _, certificate := range state.PeerCertificates[1:] {
		options.Intermediates.AddCert(certificate)
	}
	_, err := state.PeerCertificates[0].Verify(options)
	return err
}

// readBody reads the body into e under the limits. What was read before an error
// is kept.
func (c *Client) readBody(ctx context.Context, body io.Reader, limits Limits, e *Exchange) error {
	watch := newDripWatch(limits)
	type part struct {
		data []byte
		err  error
	}
	parts := make(chan part)
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			buffer := make([]byte, 32<<10)
			n, err := body.Read(buffer)
			select {
			case parts <- part{buffer[:n], err}:
			case <-done:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	tick := time.NewTicker(limits.DripWindow)
	defer tick.Stop()
	for {
		select {
		case p := <-parts:
			room := limits.BodyBytes - int64(len(e.Body))
			e.Body = append(e.Body, p.data[:min(int64(len(p.data)), room)]...)
			watch.add(len(p.data))
			switch {
			case int64(len(p.data)) > room:
				return fmt.Errorf("%w: over %d bytes", ErrLimit, limits.BodyBytes)
			case errors.Is(p.err, io.EOF):
				return nil
			case p.err != nil:
				return p.err
			}
		case <-tick.C:
			if watch.slow() {
				return ErrSlow
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// dripWatch notices answers that come drop by drop.
type dripWatch struct {
	least int64 // bytes a window
	got   int64
}

func newDripWatch(l Limits) *dripWatch {
	return &dripWatch{least: int64(float64(l.MinRate) * l.DripWindow.Seconds())}
}

func (w *dripWatch) add(n int) { w.got += int64(n) }

func (w *dripWatch) slow() bool {
	slow := w.got < w.least
	w.got = 0
	return slow
}

// failure words an error of the transport by one of the reasons.
func failure(ctx context.Context, err error) error {
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var verification *tls.CertificateVerificationError
	var dial *net.OpError
	var resolve *net.DNSError
	var timeout net.Error
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return err
		}
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, ErrTimeout):
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	case errors.Is(cause, context.Canceled):
		return cause
	case errors.As(err, &unknown), errors.As(err, &invalid), errors.As(err, &name), errors.As(err, &verification):
		return fmt.Errorf("%w: %w", ErrCertificate, err)
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return fmt.Errorf("%w: %w", ErrLimit, err)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	case errors.As(err, &resolve), errors.As(err, &dial) && dial.Op == "dial":
		return fmt.Errorf("%w: %w", ErrConnect, err)
	}
	return fmt.Errorf("%w: %w", ErrAnswer, err)
}

// head is the request's head as it is sent.
func head(r *http.Request) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, r.URL.RequestURI(), r.URL.Host)
	if r.ContentLength > 0 {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", r.ContentLength)
	}
	r.Header.Write(&b)
	b.WriteString("Connection: close\r\n\r\n")
	return b.Bytes()
}

// responseHead is the response's head, without what no longer holds of the body.
func responseHead(r *http.Response) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/%d.%d %s\r\n", r.ProtoMajor, r.ProtoMinor, r.Status)
	r.Header.Write(&b)
	b.WriteString("\r\n")
	return b.Bytes()
}
