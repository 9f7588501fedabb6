package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai"
	"gongkai/explore"
)

// testDocuments are those below the folder, read by workers of the test's own.
func testDocuments(t *testing.T, folder string) *originals {
	t.Helper()
	reading := workers{count: 2, timeout: 20 * time.Second, memoryMB: 512}
	pool, err := reading.crew()
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDocuments(folder, pool)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func sourceOf(path string, data []byte) gongkai.Source {
	sum := sha256.Sum256(data)
	return gongkai.Source{Path: path, SHA256: hex.EncodeToString(sum[:])}
}

// TestDocumentPlaces: a document is found where the dataset says, within the folder, and
// is the one that was read.
func TestDocumentPlaces(t *testing.T) {
	outside, folder := t.TempDir(), t.TempDir()
	text := []byte("政府信息公开工作年度报告")
	write(t, filepath.Join(outside, "secret.txt"), text)
	for _, name := range []string{"in/a.txt", "b\xc4\xea.txt", `c\xC4.txt`} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Skip("this system has no such names: ", err)
		}
	}
	for link, to := range map[string]string{"out.txt": filepath.Join(outside, "secret.txt"), "within.txt": "in/a.txt", "up": outside} {
		if err := os.Symlink(to, filepath.Join(folder, link)); err != nil {
			t.Skip("this system has no links: ", err)
		}
	}
	d := testDocuments(t, folder)
	for path, is := range map[string]bool{
		"in/a.txt": true, filepath.Join(folder, "in/a.txt"): true, `b\xC4\xEA.txt`: true, `c\xC4.txt`: true, "within.txt": true, "in/../in/a.txt": true,
		"out.txt": false, "up/secret.txt": false, filepath.Join(outside, "secret.txt"): false, "../" + filepath.Base(outside) + "/secret.txt": false,
		"none.txt": false, "": false, "in": false, "in/a.txt!/1": false, `b\xC4\xEB.txt`: false, "/etc/hostname": false,
	} {
		data, err := d.Original(t.Context(), sourceOf(path, text))
		if is && (err != nil || !bytes.Equal(data, text)) {
			t.Errorf("%s: %v", path, err)
		}
		if !is && (!errors.Is(err, gongkai.ErrAccess) || data != nil) {
			t.Errorf("%s: %d bytes, %v", path, len(data), err)
		}
	}
	if _, err := d.Original(t.Context(), sourceOf("in/a.txt", []byte("another"))); !errors.Is(err, gongkai.ErrAccess) || !strings.Contains(err.Error(), "not the document that was read") {
		t.Errorf("changed: %v", err)
	}
}

// TestBrokenDocuments: what breaks a worker is said, and the next document is shown.
func TestBrokenDocuments(t *testing.T) {
	d := testDocuments(t, "../../testdata")
	files, err := filepath.Glob("../../testdata/broken/*")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source := sourceOf("broken/"+filepath.Base(file), data)
		if _, err := d.Document(t.Context(), source); err == nil {
			t.Errorf("%s was read", file)
		}
		if strings.HasSuffix(file, ".pdf") {
			if image, err := d.Page(t.Context(), source, 1); err == nil && len(image.PNG) == 0 {
				t.Errorf("%s: an empty picture", file)
			}
		}
	}
	data, err := os.ReadFile("../../testdata/reports/qingwu-county-2022.pdf")
	if err != nil {
		t.Fatal(err)
	}
	source := sourceOf("reports/qingwu-county-2022.pdf", data)
	image, err := d.Page(t.Context(), source, 1)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(image.PNG))
	if err != nil || drawn.Bounds().Dx() != int(2*image.WidthPt) || drawn.Bounds().Dy() != int(2*image.HeightPt) || image.WidthPt < 500 {
		t.Errorf("a page of %v × %v points: %v, %v", image.WidthPt, image.HeightPt, drawn.Bounds(), err)
	}
	for _, page := range []int{0, 1000} {
		if _, err := d.Page(t.Context(), source, page); !errors.Is(err, gongkai.ErrLimit) {
			t.Errorf("page %d: %v", page, err)
		}
	}
}

// TestManyReaders: hundreds of readers, slow ones and those who leave, hold nothing up for
// long and leave nothing behind.
func TestManyReaders(t *testing.T) {
	folder := t.TempDir()
	bigDataset(t, folder, 120)
	site, err := explore.Open(t.Context(), explore.Config{Dataset: folder, Indicators: indicators(), Documents: testDocuments(t, folder)})
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: headerTime, WriteTimeout: answerTime, IdleTimeout: idleTime}
	go func() { _ = server.Serve(l) }()
	url := "http://" + l.Addr().String()
	before := runtime.NumGoroutine()

	// Some say half of what they want, some leave before the answer to a long question.
	var slow []net.Conn
	for range 100 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c, "GET /zh/ HTTP/1.1\r\nHost: local")
		slow = append(slow, c)
	}
	endless := url + "/en/sql?q=" + "WITH+RECURSIVE+n(i)+AS+(SELECT+1+UNION+ALL+SELECT+i%2B1+FROM+n)+SELECT+count(*)+FROM+n"
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer stop()
			r, _ := http.NewRequestWithContext(ctx, http.MethodGet, endless, nil)
			if answer, err := client.Do(r); err == nil {
				answer.Body.Close()
				t.Errorf("an endless question was answered: %s", answer.Status)
			}
		})
	}
	addresses := []string{"/zh/", "/en/places/", "/zh/agencies/110000-office000000/", "/zh/reports/0000000000000009/", "/zh/reports/0000000000000009/cells/requests.new_requests.total/", "/zh/search?q=%E5%B1%80"}
	for i := range 500 {
		group.Go(func() {
			answer, err := client.Get(url + addresses[i%len(addresses)])
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %s, %v", addresses[i%len(addresses)], answer.Status, err)
			}
		})
	}
	group.Wait()
	for _, c := range slow {
		c.Close()
	}
	client.CloseIdleConnections()
	for deadline := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before+5; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines before, %d after\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
	}
	if err := server.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}
