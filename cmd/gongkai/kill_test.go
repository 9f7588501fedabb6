package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/cmd/build"
	"gongkai/corpus/synth"
)

// kills is how often TestKill kills a build; GONGKAI_KILLS sets another number.
const kills = 6

// killDocuments is how many documents the build has that is killed.
const killDocuments = 24

// TestKill: whenever a build is killed, the folder is the dataset that was there
// before, or the new one, to the byte; the next build goes on where it was and
// comes to the same bytes; and nothing else is left beside the dataset.
func TestKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process is killed otherwise there")
	}
	n := kills
	if s := os.Getenv("GONGKAI_KILLS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	folder := t.TempDir()
	documents := filepath.Join(folder, "documents")
	writeSynthetic(t, documents, killDocuments)
	before, after := filepath.Join(folder, "before"), filepath.Join(folder, "after")
	started := time.Now()
	runBuild(t, nil, "-o", after, "--csv", "--no-cache", documents)
	took := time.Since(started)
	runBuild(t, nil, "-o", before, "--csv", "--no-cache", "../../testdata/reports/qingwu-county-2022.txt")
	old, want := folderDigest(t, before), folderDigest(t, after)

	seen, there := map[string]int{}, false
	rng := rand.New(rand.NewPCG(1, 2))
	place := filepath.Join(folder, "place")
	dataset, cache := filepath.Join(place, "dataset"), ""
	for i := range n {
		// Now and then from the beginning: nothing kept, and another dataset there,
		// or none.
		if i%3 == 0 {
			cache = filepath.Join(folder, fmt.Sprint("cache", i))
			if err := os.RemoveAll(place); err != nil {
				t.Fatal(err)
			}
			there = i%2 == 0
			if there {
				runBuild(t, nil, "-o", dataset, "--csv", "--cache", cache, "../../testdata/reports/qingwu-county-2022.txt")
			}
		}
		// What the first of three reads, the others need not.
		wait := time.Duration(rng.Int64N(int64(took) * 5 / 4))
		if i%3 > 0 {
			wait /= 3
		}
		runBuild(t, &wait, "-o", dataset, "--csv", "--cache", cache, documents)
		switch got := folderDigest(t, dataset); got {
		case "":
			seen["none"]++
			if there {
				t.Fatalf("kill %d after %s: the dataset that was there is gone", i, wait)
			}
		case old:
			seen["old"]++
		case want:
			seen["new"]++
			there = true
		default:
			t.Fatalf("kill %d after %s: the folder holds neither dataset", i, wait)
		}
		if i%3 != 2 {
			continue
		}
		runBuild(t, nil, "-o", dataset, "--csv", "--cache", cache, documents)
		if got := folderDigest(t, dataset); got != want {
			t.Fatalf("after kill %d the next build comes to other bytes", i)
		}
		var left []string
		entries, _ := os.ReadDir(place)
		for _, e := range entries {
			left = append(left, e.Name())
		}
		if diff := cmp.Diff([]string{"dataset"}, left); diff != "" {
			t.Fatalf("after kill %d, beside the dataset (-want +got):\n%s", i, diff)
		}
	}
	t.Logf("%d kills within %s: the folder was %v", n, took*5/4, seen)
}

// writeSynthetic writes synthetic documents of every format.
func writeSynthetic(t testing.TB, folder string, n int) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	c := synth.Corpus{Seed: 77, MaxDeviations: 2}
	for i := range n {
		d, err := c.Document(i)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, d.Name), d.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// runBuild builds, and kills the build after a while unless that is nil.
func runBuild(t testing.TB, killAfter *time.Duration, args ...string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "gongkai")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	var output bytes.Buffer
	c := exec.Command(program, append([]string{"build"}, args...)...)
	c.Stdout, c.Stderr = &output, &output
	c.WaitDelay = time.Second // its workers hold the output a little longer
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if killAfter != nil {
		timer := time.AfterFunc(*killAfter, func() { c.Process.Signal(syscall.SIGKILL) })
		defer timer.Stop()
	}
	err = c.Wait()
	if code := c.ProcessState.ExitCode(); killAfter == nil && code != exitOK && code != exitUnreadable {
		t.Fatalf("%v: %v\n%s", args, err, output.String())
	}
}

// folderDigest is the digest of a folder's files; empty when it is not there.
func folderDigest(t testing.TB, folder string) string {
	t.Helper()
	files, err := digestFolder(folder)
	if os.IsNotExist(err) {
		return ""
	} else if err != nil {
		t.Fatal(err)
	}
	return build.Fingerprint(files)
}

// TestDamagedStore: what the disk damaged of the kept readings is read again; no
// document is lost by it, and the dataset is the same.
func TestDamagedStore(t *testing.T) {
	folder := t.TempDir()
	documents, cache := "../../testdata/reports", filepath.Join(folder, "cache")
	runBuild(t, nil, "-o", filepath.Join(folder, "whole"), "--csv", "--cache", cache, documents)
	want := folderDigest(t, filepath.Join(folder, "whole"))
	stores, err := filepath.Glob(filepath.Join(cache, "*.sqlite"))
	if err != nil || len(stores) != 1 {
		t.Fatal(stores, err)
	}
	whole, err := os.ReadFile(stores[0])
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for name, damage := range map[string]func([]byte) []byte{
		"pages":     func(b []byte) []byte { return zero(b, 2*page, page, 200) },
		"readings":  func(b []byte) []byte { return zero(b, 2*page+3000, page, 1) },
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
	} {
		if err := os.WriteFile(stores[0], damage(bytes.Clone(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(folder, name)
		runBuild(t, nil, "-o", out, "--csv", "--cache", cache, documents)
		if folderDigest(t, out) != want {
			t.Errorf("%s: another dataset", name)
		}
	}
}

// zero writes 0 over n bytes at every step from from.
func zero(b []byte, from, step, n int) []byte {
	for at := from; at+n <= len(b); at += step {
		clear(b[at : at+n])
	}
	return b
}
