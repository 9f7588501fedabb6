package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be gongkai: for scripts by its name, and for
// workers by their argument. What tests read is kept in a cache of their own.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		main()
	}
	tests := testscript.TestingM(m)
	if os.Getenv(testCache) == "" && filepath.Base(os.Args[0]) != "gongkai" {
		folder, err := setTestCache()
		if err != nil {
			panic(err)
		}
		tests = removing{m, folder}
	}
	testscript.Main(tests, map[string]func(){"gongkai": main})
}

// removing removes a folder after the tests.
type removing struct {
	testscript.TestingM
	folder string
}

func (r removing) Run() int {
	defer os.RemoveAll(r.folder)
	return r.TestingM.Run()
}

// testCache is set where the cache is the tests' own.
const testCache = "GONGKAI_TEST_CACHE"

// setTestCache makes a cache with nothing in it but the compiled PDF engine of
// the user's, which takes seconds to compile.
func setTestCache() (string, error) {
	users, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	own, err := os.MkdirTemp("", "gongkai-test-cache-*")
	if err != nil {
		return "", err
	}
	if err := os.Mkdir(filepath.Join(own, "gongkai"), 0o755); err != nil {
		return "", err
	}
	engines, err := filepath.Glob(filepath.Join(users, "gongkai", "wazero-*"))
	if err != nil {
		return "", err
	}
	for _, engine := range engines {
		if err := os.Symlink(engine, filepath.Join(own, "gongkai", filepath.Base(engine))); err != nil {
			return "", err
		}
	}
	return own, errors.Join(os.Setenv("XDG_CACHE_HOME", own), os.Setenv(testCache, own))
}

// TestScripts: the command as people use it. Each file in testdata/script is
// one story.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"warc": makeWARC, "crawl": makeArchive, "truncate": truncate},
		Setup: func(e *testscript.Env) error {
			e.Setenv("TESTDATA", filepath.Join(root, "testdata"))
			// The compiled PDF engine is shared, so that it is compiled once.
			e.Setenv("XDG_CACHE_HOME", cache)
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
	})
}
