package farm

import (
	"context"
	"net"
	"net/http"
	"time"
)

// Entry is one request, as the server saw it.
type Entry struct {
	Begin, End time.Time
	Host       string
	Method     string
	// Path with its query.
	Path   string
	Header http.Header
	// Status and Bytes of the answer; 0 if the connection was cut.
	Status, Bytes int
	// Answer is the header of the answer.
	Answer http.Header
	// Running is how many requests to this host were being answered when this
	// one began, itself included.
	Running int
}

func (f *Farm) begin(host string, r *http.Request) func(status, bytes int, answer http.Header) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running[host]++
	at := len(f.log)
	f.log = append(f.log, Entry{Begin: f.now(), Host: host, Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Running: f.running[host]})
	return func(status, bytes int, answer http.Header) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.running[host]--
		f.log[at].End, f.log[at].Status, f.log[at].Bytes, f.log[at].Answer = f.now(), status, bytes, answer
	}
}

// Log is a copy of all requests so far, in the order in which they began.
func (f *Farm) Log() []Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Entry(nil), f.log...)
}

// Clock replaces the clock of the log, for simulated time.
func (f *Farm) Clock(now func() time.Time) { f.now = now }

type recorder struct {
	http.ResponseWriter
	status, written int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(data []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(data)
	r.written += n
	return n, err
}

// Unwrap lets faults take over the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Server serves a farm, with its faults, on one loopback address.
type Server struct {
	// Addr is host:port.
	Addr   string
	server *http.Server
}

// Start serves the handler until Close.
func Start(h http.Handler) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{Addr: l.Addr().String(), server: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}}
	go s.server.Serve(l)
	return s, nil
}

// Close ends the server and cuts its connections.
func (s *Server) Close() error { return s.server.Close() }

// Dial connects to the server, whatever host is asked for: the sites of a farm
// are virtual hosts that no name server knows.
func (s *Server) Dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, s.Addr)
}
