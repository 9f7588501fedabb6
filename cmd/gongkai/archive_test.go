package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/corpus/archive"
	"gongkai/corpus/warc"
)

// pages are arguments of scripts, URL=FILE or URL=STATUS, as responses of a server.
func pages(ts *testscript.TestScript, args []string, each func(url string, head, body []byte)) {
	for _, arg := range args {
		i := strings.LastIndex(arg, "=")
		url, file := arg[:i], arg[i+1:]
		if len(file) == 3 {
			each(url, []byte("HTTP/1.1 "+file+" X\r\nLocation: /\r\n\r\n"), nil)
			continue
		}
		body, err := os.ReadFile(ts.MkAbs(file))
		ts.Check(err)
		kind := map[string]string{".html": "text/html", ".pdf": "application/pdf", ".css": "text/css"}[filepath.Ext(file)]
		if kind == "" {
			kind = "application/octet-stream"
		}
		each(url, []byte("HTTP/1.1 200 OK\r\nContent-Type: "+kind+"\r\n\r\n"), body)
	}
}

// makeWARC is the script command "warc FILE URL=FILE...": a WARC file as other
// programs write it.
func makeWARC(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	pages(ts, args[1:], func(url string, head, body []byte) {
		ts.Check(warc.Append(&b, warc.Fields{{Name: "WARC-Type", Value: "response"}, {Name: "WARC-Record-ID", Value: "<" + warc.NewID() + ">"},
			{Name: "WARC-Date", Value: "2024-05-06T07:08:09Z"}, {Name: "WARC-Target-URI", Value: url}}, bytes.NewReader(append(head, body...))))
	})
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// makeArchive is the script command "crawl FOLDER URL=FILE...": it stores what a crawl
// would have fetched, the first time on 2026-01-01, an hour later each.
func makeArchive(ts *testscript.TestScript, _ bool, args []string) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a, err := archive.Open(ts.MkAbs(args[0]), archive.Options{Now: func() time.Time { return now }})
	ts.Check(err)
	pages(ts, args[1:], func(url string, head, body []byte) {
		_, err := a.Ledger().Add(now, archive.Link{URL: url, FoundOn: "http://www.qingwu.gov.cn/"})
		ts.Check(err)
		_, err = a.Store(archive.Exchange{URL: url, Time: now, Response: head, Body: bytes.NewReader(body)})
		ts.Check(err)
		now = now.Add(time.Hour)
	})
	ts.Check(a.Close())
}

// truncate is the script command "truncate FILE BYTES".
func truncate(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}
