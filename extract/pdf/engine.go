package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	// memoryPages caps what PDFium may allocate, in WebAssembly pages of
	// 64 KiB: 256 MiB. A report needs about 18 MiB.
	memoryPages = 4096
	// instanceWait is far more than making an instance takes (3-4 ms).
	instanceWait = time.Minute
	// wazeroCachePrefix is how the directory begins that wazero makes inside
	// the cache directory for its version and the machine's architecture.
	wazeroCachePrefix = "wazero-"
)

// engine is compiled PDFium. Every document gets an instance of its own: one
// costs 3-4 ms, and what a hostile file does to the memory of one cannot
// touch the numbers of the next.
type engine struct {
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// newEngine compiles PDFium, or loads it compiled from cacheDir, which "" turns
// off. A cache that cannot be read is removed and filled again.
func newEngine(cacheDir string) (*engine, error) {
	e, err := startEngine(cacheDir)
	if err == nil || cacheDir == "" {
		return e, err
	}
	if dropErr := dropCache(cacheDir); dropErr != nil {
		return nil, errors.Join(err, dropErr)
	}
	return startEngine(cacheDir)
}

func startEngine(cacheDir string) (*engine, error) {
	e := &engine{}
	config := wazero.NewRuntimeConfig().
		// PDFium's own error handling is compiled to WebAssembly exceptions.
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
		if err != nil {
			return nil, fmt.Errorf("compilation cache: %w", err)
		}
		e.cache = cache
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:       withMemory(context.Background()),
		MaxIdle:       1,
		MaxTotal:      1,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(), // the default would mount the host's root directory
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	e.pool = pool
	return e, nil
}

// dropCache removes what wazero keeps inside cacheDir, and nothing else.
func dropCache(cacheDir string) error {
	entries, err := os.ReadDir(cacheDir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), wazeroCachePrefix) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(cacheDir, entry.Name())))
		}
	}
	return err
}

// instance makes a fresh PDFium, to be closed by the caller.
func (e *engine) instance() (pdfium.Pdfium, error) {
	return e.pool.GetInstance(instanceWait)
}

func (e *engine) close() error {
	var err error
	if e.pool != nil {
		err = e.pool.Close()
	}
	if e.cache != nil {
		err = errors.Join(err, e.cache.Close(context.Background()))
	}
	return err
}
