package crawl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/corpus/archive"
	"gongkai/corpus/fetch"
	"gongkai/corpus/polite"
	"gongkai/corpus/sites"
)

// maxRedirects is how many redirects are followed in a row.
const maxRedirects = 8

// maxRobotsRedirects is the same for robots.txt, as RFC 9309 has it.
const maxRobotsRedirects = 5

// postMark begins the form in the address by which a POST request is known: the
// fragment, which is never sent, tells requests to one address apart.
const postMark = "#post:"

// ledgerAddress is the address by which the archive knows a request.
func ledgerAddress(r sites.Request) string {
	if r.Method() != http.MethodPost {
		return r.URL
	}
	return r.URL + postMark + r.Form.Encode() + url.QueryEscape(r.JSON)
}

// question is what is asked for one source.
type question struct {
	source  *sites.Source
	request sites.Request
	// isRobots is set for robots.txt: it has no rules and no scope.
	isRobots bool
	hop      bool // a redirect led here: no form is sent on
	queued   int  // what waits behind it, for the log
}

// answer is what came of a question.
type answer struct {
	// page is nil when there is none; reason says why.
	page   *sites.Page
	reason string
	// left says why it was not asked: it is for another run; nil when it was.
	left error
	// keep stores the last exchange, with what was made of it, and must be called if
	// it is not nil.
	keep func(reason string) error
}

// ask asks, and follows redirects. The error is that of the archive or of the
// context.
func (c *crawler) ask(ctx context.Context, q question) (answer, error) {
	address, most := ledgerAddress(q.request), maxRedirects
	if q.isRobots {
		most = maxRobotsRedirects
	}
	seen := []string{address}
	found := archive.Link{FoundOn: q.request.Referer, Text: q.request.Link.Text, Kind: string(q.request.Kind)}
	for {
		found.URL = address
		a, location, err := c.one(ctx, q, found)
		if err != nil || location == "" {
			if err == nil && a.page == nil && a.left == nil && len(seen) > 1 {
				return c.nowhere(q, seen, "redirect: to "+address+": "+a.reason)
			}
			return a, err
		}
		next := sites.Canonical(location)
		if raw, _, _ := strings.Cut(location, "#"); slices.Contains(seen, next) && !slices.Contains(seen, raw) {
			next = raw // a site that gives nothing without a session id
		}
		switch {
		case slices.Contains(seen, next):
			a = answer{reason: "redirect: in a circle, to " + next}
		case len(seen) > most:
			a = answer{reason: fmt.Sprintf("redirect: over %d in a row", most)}
		case !q.isRobots && !c.mayLead(q.source, address, next):
			a = answer{reason: "redirect: out of scope, to " + next}
		default:
			seen = append(seen, next)
			found.FoundOn, address = address, next
			q.hop = true
			continue
		}
		return c.nowhere(q, seen, a.reason)
	}
}

// nowhere notes of redirects that there is nothing to be had by them. They are in the
// archive themselves.
func (c *crawler) nowhere(q question, seen []string, reason string) (answer, error) {
	for _, u := range seen {
		if _, _, err := c.without(q, u, archive.Failed, reason); err != nil {
			return answer{}, err
		}
	}
	return answer{reason: reason}, nil
}

// mayLead reports whether a redirect of a source may be followed: within its scope,
// or from http to https and between a name and the same with www.
func (c *crawler) mayLead(s *sites.Source, from, to string) bool {
	if _, trapped := sites.Trap(to); trapped {
		return false
	}
	if s.Scope().Contains(to) {
		return true
	}
	bare := func(address string) string { return strings.TrimPrefix(hostname(address), "www.") }
	return hostname(to) != "" && (bare(from) == bare(to) || site(from) == site(to))
}

// one asks for one address. The location is where a redirect leads.
func (c *crawler) one(ctx context.Context, q question, l archive.Link) (a answer, location string, err error) {
	u, known, err := c.ledger.Get(l.URL)
	if err != nil {
		return answer{}, "", err
	}
	if known && c.settled(u, q.isRobots) {
		return c.recorded(q, u)
	}
	if !known {
		if _, err := c.ledger.Add(c.Clock.Now(), l); err != nil {
			return answer{}, "", err
		}
		u = archive.URL{Link: l}
	}
	if !q.isRobots {
		switch allowed, err := c.allowed(ctx, q.source, l.URL); {
		case errors.Is(err, polite.ErrLater), errors.Is(err, polite.ErrBudget):
			return answer{left: err}, "", nil
		case err != nil:
			return answer{}, "", err
		case allowed != "":
			state := archive.Skipped
			if strings.HasPrefix(allowed, reasonUnreachable) {
				state = archive.Failed
			}
			return c.without(q, l.URL, state, allowed)
		}
	}
	return c.fetch(ctx, q, u)
}

// settled reports whether what the ledger says of a URL is an answer that is still
// good.
func (c *crawler) settled(u archive.URL, isRobots bool) bool {
	age := c.Clock.Now().Sub(u.Changed)
	switch u.State {
	case archive.Fetched, archive.Unchanged, archive.Vanished:
		if isRobots {
			return age < robotsHold
		}
		return age < c.Refresh
	case archive.Failed, archive.Blocked:
		return age < min(c.Retry, c.Refresh)
	case archive.Skipped:
		// What a walk skips it may ask for later, for another reason.
		return strings.HasPrefix(u.Reason, reasonRobots) && age < c.Retry
	}
	return false
}

// without notes that a URL has no answer.
func (c *crawler) without(q question, address string, s archive.State, reason string) (answer, string, error) {
	c.log(q, Event{What: string(s), URL: address, Reason: reason})
	return answer{reason: reason}, "", c.ledger.Set(c.Clock.Now(), address, s, reason)
}

func (c *crawler) log(q question, e Event) {
	e.Time, e.Queued = c.Clock.Now(), q.queued
	if q.source != nil {
		e.Source = q.source.ID
	}
	if e.Host == "" {
		e.Host = archive.HostOf(e.URL)
	}
	c.Log(e)
}

// recorded is the answer that the archive holds.
func (c *crawler) recorded(q question, u archive.URL) (answer, string, error) {
	history, err := c.ledger.History(u.Link.URL)
	if err != nil {
		return answer{}, "", err
	}
	last := history[len(history)-1]
	if last.File == "" {
		return answer{reason: u.Reason}, "", nil
	}
	had, err := c.archive.Answer(last.File, last.Offset, maxBody)
	if err == nil && had.Revisit && u.Record.File != "" {
		had, err = c.archive.Answer(u.Record.File, u.Record.Offset, maxBody)
	}
	if err != nil {
		if u.State == archive.Failed { // it was stored as it is: broken
			return answer{reason: u.Reason}, "", nil
		}
		return answer{}, "", fmt.Errorf("%s in the archive: %w", u.Link.URL, err)
	}
	p := &sites.Page{URL: u.Link.URL, Status: had.Status, ContentType: had.Fields.Get("Content-Type"), Body: had.Payload, Request: q.request}
	p.URL, _, _ = strings.Cut(p.URL, postMark)
	if u.State == archive.Failed && u.Status/100 == 2 && !strings.HasPrefix(u.Reason, reasonVerdict) {
		return answer{reason: u.Reason}, "", nil // cut off
	}
	return answer{page: p, reason: u.Reason}, redirect(p.URL, had.Status, had.Fields.Get("Location")), nil
}

// redirect is where a redirect leads, absolute; empty for what is none.
func redirect(from string, status int, location string) string {
	base, err := url.Parse(from)
	if err != nil || location == "" || status/100 != 3 || status == http.StatusNotModified {
		return ""
	}
	to, err := base.Parse(location)
	if err != nil || to.Host == "" {
		return ""
	}
	return to.String()
}

// fetch asks the server, several times if need be.
func (c *crawler) fetch(ctx context.Context, q question, u archive.URL) (answer, string, error) {
	cut := 0
	for attempt := 1; ; attempt++ {
		t := try{crawler: c, question: q, url: u, last: attempt >= c.Attempts, cut: cut}
		a, location, err := t.do(ctx)
		switch {
		case errors.Is(err, polite.ErrDown):
			return c.without(q, u.Link.URL, archive.Failed, err.Error())
		case errors.Is(err, polite.ErrLater), errors.Is(err, polite.ErrBudget):
			return answer{left: err}, "", nil
		case err != nil || !t.again:
			return a, location, err
		}
		cut = t.cut
	}
}

// try is one attempt to fetch a URL.
type try struct {
	*crawler
	question
	url  archive.URL
	last bool
	// cut is the length of the last answer that had no end; 0 for none.
	cut   int
	visit *polite.Visit
	// again says that the next attempt may bring more.
	again bool
}

func (t *try) do(ctx context.Context) (answer, string, error) {
	address, _, _ := strings.Cut(t.url.Link.URL, "#")
	addresses, unresolved := t.addresses(ctx, hostname(address))
	if ctx.Err() != nil {
		return answer{}, "", context.Cause(ctx)
	}
	if err := t.total.take(); err != nil {
		return answer{}, "", err
	}
	var err error
	if t.visit, err = t.lanes.Enter(ctx, archive.HostOf(address), addresses); err != nil {
		return answer{}, "", err
	}
	// Another source may have asked for the same while this one waited.
	if u, ok, err := t.ledger.Get(t.url.Link.URL); err != nil || ok && t.settled(u, t.isRobots) {
		t.visit.Cancel()
		if err != nil {
			return answer{}, "", err
		}
		return t.recorded(t.question, u)
	}
	if unresolved != nil {
		return t.failed(time.Duration(0), fmt.Errorf("%w: %w", fetch.ErrConnect, unresolved))
	}
	began := t.Clock.Now()
	e, err := t.Client.Do(ctx, t.message(address, addresses))
	took := t.Clock.Now().Sub(began)
	if err != nil {
		if ctx.Err() != nil {
			t.visit.Cancel()
			return answer{}, "", context.Cause(ctx)
		}
		return t.failed(took, err)
	}
	t.total.add(int64(len(e.Body)))
	return t.answered(e, began, took)
}

// message is the request.
func (t *try) message(address string, addresses []netip.Addr) fetch.Request {
	r := fetch.Request{URL: address, Header: http.Header{}, Addresses: addresses}
	if t.source != nil {
		r.AnyCertificate = t.source.AllowBadCertificate
	}
	if t.posts() {
		r.Method, r.Form, r.JSON = http.MethodPost, t.request.Form, t.request.JSON
	} else if t.url.Digest != "" {
		if t.url.ETag != "" {
			r.Header.Set("If-None-Match", t.url.ETag)
		}
		if t.url.LastModified != "" {
			r.Header.Set("If-Modified-Since", t.url.LastModified)
		}
	}
	if t.request.Referer != "" {
		r.Header.Set("Referer", t.request.Referer)
	}
	if t.request.Accept != "" {
		r.Header.Set("Accept", t.request.Accept)
	}
	return r
}

// posts reports whether the request has a body, which a redirect does not pass on.
func (t *try) posts() bool { return t.request.Method() == http.MethodPost && !t.hop }

// failed is what follows from no answer.
func (t *try) failed(took time.Duration, err error) (answer, string, error) {
	reason := fetch.Reason(err) + ": " + err.Error()
	transient := errors.Is(err, fetch.ErrConnect) || errors.Is(err, fetch.ErrTimeout) || errors.Is(err, fetch.ErrSlow) || errors.Is(err, fetch.ErrAnswer)
	if errors.Is(err, fetch.ErrAddress) {
		transient = false
	}
	leave := t.visit.Leave(polite.Answer{Took: took, Failed: transient})
	if leave != nil {
		return answer{}, "", leave
	}
	t.log(t.question, Event{What: "no answer", URL: t.url.Link.URL, Reason: reason, Took: took.Milliseconds()})
	if transient && !t.last {
		t.again = true
		return answer{}, "", t.ledger.Retry(t.Clock.Now(), t.url.Link.URL, reason, time.Time{})
	}
	return t.without(t.question, t.url.Link.URL, archive.Failed, reason)
}

// reasonVerdict begins the reason of what was answered and is not what was asked for.
const reasonVerdict = "page: "

// answered is what follows from an answer. The visit goes on until it is kept.
func (t *try) answered(e *fetch.Exchange, began time.Time, took time.Duration) (answer, string, error) {
	payload, broken := payload(e)
	p := &sites.Page{URL: e.Request.URL.String(), Status: e.Status, ContentType: e.Header.Get("Content-Type"), Body: payload, Request: t.request}
	if e.Status == http.StatusNotModified && t.url.Digest != "" {
		had, err := t.archive.Answer(t.url.Record.File, t.url.Record.Offset, maxBody)
		if err != nil {
			t.visit.Cancel()
			return answer{}, "", fmt.Errorf("%s in the archive: %w", t.url.Link.URL, err)
		}
		p.Status, p.ContentType, p.Body = had.Status, had.Fields.Get("Content-Type"), had.Payload
	}
	x := t.exchange(e, began)
	location := redirect(p.URL, e.Status, e.Header.Get("Location"))
	verdict := sites.Verdict{State: sites.OK}
	if location == "" && x.Truncated == "" && broken == "" && !(t.isRobots && e.Status/100 == 2) {
		verdict = sites.Classify(p)
	}
	how := polite.Answer{Took: took, Status: e.Status, RetryAfter: e.Header.Get("Retry-After"), Bytes: int64(len(e.Body)),
		Failed: broken != "" || e.Truncated != "" && e.Truncated != "limit", Challenged: verdict.State == sites.Blocked && !(t.isRobots && e.Status/100 == 4 && e.Status != 412)}
	busy := how.Failed || verdict.State == sites.Later
	reason := strings.Join(verdict.Reasons, "; ")
	if broken != "" {
		reason = broken
	} else if x.Truncated != "" {
		reason = "truncated: " + e.Truncated
	}
	if verdict.State == sites.OK && e.Status == http.StatusOK && looksCut(payload) {
		// Some documents are like that: those come as long again.
		if n := len(payload); t.cut < n-n/100 || t.cut > n+n/100 {
			busy, reason, broken = true, reasonNoEnd, reasonNoEnd
		}
		t.cut = len(payload)
	}
	if busy && !t.last {
		t.again = true
		t.log(t.question, Event{What: "again", URL: x.URL, Status: e.Status, Reason: reason, Took: took.Milliseconds()})
		return answer{}, "", errors.Join(t.ledger.Retry(t.Clock.Now(), x.URL, reason, time.Time{}), t.visit.Leave(how))
	}
	t.decide(&x, verdict, reason, broken)
	keep := func(made string) error {
		if x.State == "" && verdict.State == sites.OK && x.Truncated == "" {
			if x.Reason = made; t.cut > 0 && made != "" {
				x.Reason += "; it has no end"
			}
		}
		stored, err := t.archive.Store(x)
		if err == nil {
			t.log(t.question, Event{What: string(stored.State), URL: x.URL, Status: e.Status, Bytes: len(e.Body), Reason: stored.Reason, Took: took.Milliseconds()})
		}
		return errors.Join(err, t.visit.Leave(how))
	}
	if location != "" {
		return answer{}, location, keep("redirect")
	}
	if broken != "" || x.Truncated != "" {
		return answer{reason: reason}, "", keep("")
	}
	return answer{page: p, reason: reason, keep: keep}, "", nil
}

// exchange is what the archive keeps of it.
func (t *try) exchange(e *fetch.Exchange, began time.Time) archive.Exchange {
	x := archive.Exchange{URL: t.url.Link.URL, Time: began, Request: e.RequestHeader, Response: e.ResponseHeader, Body: bytes.NewReader(e.Body), Truncated: truncated(e)}
	if e.Remote.IsValid() {
		x.Address = e.Remote.Addr().Unmap().String()
	}
	if t.posts() {
		x.Request = append(slices.Clone(x.Request), t.request.Form.Encode()+t.request.JSON...)
	}
	return x
}

// decide says what an answer means where that does not follow from its status.
func (t *try) decide(x *archive.Exchange, v sites.Verdict, reason, broken string) {
	switch {
	case broken != "":
		x.State, x.Reason = archive.Failed, broken
	case t.isRobots && x.Truncated == "" && v.State != sites.OK && v.State != sites.Later:
		x.State, x.Reason = archive.Fetched, "no robots.txt: "+reason
	case v.State == sites.Blocked, v.State == sites.Login:
		x.State, x.Reason = archive.Blocked, reasonVerdict+reason
	case v.State == sites.Soft404 && t.url.Digest != "":
		x.State, x.Reason = archive.Vanished, reasonVerdict+reason
	case v.State == sites.Soft404, v.State == sites.Empty, v.State == sites.Mismatch:
		x.State, x.Reason = archive.Failed, reasonVerdict+reason
	case v.State == sites.Failed:
		x.State, x.Reason = archive.Failed, reason // a redirect to nowhere, too
	default:
		x.Reason = reason // of a status that is none of a page
	}
}

func hostname(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Scheme) + "://" + strings.ToLower(u.Host)
}

func statusText(status int) string { return "status " + strconv.Itoa(status) }
