package archive

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"gongkai/corpus/warc"
)

// Marker is the file that makes a folder an archive. It is written first.
const Marker = "gongkai-archive.json"

const (
	warcFolder = "warc"
	suffix     = ".warc.gz"
	openSuffix = ".open"
	lockName   = "lock"
)

// format is what the marker holds.
type format struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

// Options of Open. The zero value is what the program uses.
type Options struct {
	// MaxBytes is the size at which a WARC file is closed and another begun; 0 means
	// 1 GiB.
	MaxBytes int64
	// Info are fields of the warcinfo record of every file that is begun: operator,
	// http-header-user-agent, description, robots. "software" and "format" are there
	// anyway.
	Info warc.Fields
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// ErrLocked says that another process writes to the archive.
var ErrLocked = errors.New("another process writes to this archive")

// ErrForeign says that a folder holds something that is no archive.
var ErrForeign = errors.New("the folder is not an archive")

// syncEvery is how often what was stored is brought to the disk: a power cut takes no
// more. A killed process takes nothing.
const syncEvery = time.Second

// Archive is an archive that is written to. Its methods may be called by several
// goroutines.
type Archive struct {
	folder  string
	options Options
	lock    *os.File
	ledger  *Ledger

	mu     sync.Mutex
	file   *os.File // nil until something is stored
	name   string   // of file, without ".open"
	size   int64    // of file: where the next record begins
	info   string   // the name of its warcinfo record
	synced time.Time
	broken error // what could not be written or undone: nothing more is
}

// Open opens the archive in the folder for writing, and makes it if there is none.
// What a process that was killed left behind is put in order first:
//
//   - A record that is not whole is cut off, with those stored together with it: it
//     was in flight.
//   - What was stored and is not in the ledger is added to it.
//   - A URL whose record is not there is queued again.
//
// The error is ErrLocked when another process has it open, ErrForeign when the folder
// holds something else.
func Open(folder string, o Options) (_ *Archive, err error) {
	if o.MaxBytes <= 0 {
		o.MaxBytes = 1 << 30
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := makeFolder(folder); err != nil {
		return nil, err
	}
	a := &Archive{folder: folder, options: o}
	if a.lock, err = os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o644); err != nil {
		return nil, err
	}
	if err := lock(a.lock); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", folder, ErrLocked), a.lock.Close())
	}
	if a.ledger, err = openLedger(folder, false); err == nil {
		if err = a.recover(); err == nil {
			err = writeIndex(folder)
		}
	}
	if err != nil {
		return nil, errors.Join(err, a.abandon())
	}
	return a, nil
}

// Lock takes a lock of its own, for a file that need not be there; the system gives it
// back when the process ends, however it does. The error is ErrLocked when another
// has it.
func Lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, ErrLocked), f.Close())
	}
	return f.Close, nil
}

// makeFolder makes the folder of an archive, or makes sure that it is one.
func makeFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if !IsArchive(folder) {
		// A kill right at the beginning leaves these.
		foreign := func(e os.DirEntry) bool { return e.Name() != warcFolder && e.Name() != Marker+".tmp" }
		if slices.ContainsFunc(entries, foreign) {
			return fmt.Errorf("%s: %w: there is no %s in it", folder, ErrForeign, Marker)
		}
	}
	if err := os.MkdirAll(filepath.Join(folder, warcFolder), 0o755); err != nil {
		return err
	}
	if IsArchive(folder) {
		return checkFormat(folder)
	}
	text, err := json.Marshal(format{"gongkai archive", 1})
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(folder, Marker), func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

// IsArchive reports whether the folder is an archive.
func IsArchive(folder string) bool {
	info, err := os.Stat(filepath.Join(folder, Marker))
	return err == nil && info.Mode().IsRegular()
}

func checkFormat(folder string) error {
	path := filepath.Join(folder, Marker)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var f format
	if err := json.Unmarshal(text, &f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if f.Format != "gongkai archive" || f.Version != 1 {
		return fmt.Errorf("%s: %q version %d was written by another version of gongkai", path, f.Format, f.Version)
	}
	return nil
}

// replaceFile writes a file that appears whole or not at all.
func replaceFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 128<<10)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+".tmp"))
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// Ledger is what the archive knows of every URL.
func (a *Archive) Ledger() *Ledger { return a.ledger }

// begin begins a WARC file unless one is open and has room.
func (a *Archive) begin() error {
	if a.file != nil && a.size < a.options.MaxBytes {
		return nil
	}
	if err := a.endFile(); err != nil {
		return err
	}
	now := a.options.Now().UTC()
	var random [4]byte
	rand.Read(random[:])
	// The order of names is that of time; the rest keeps archives apart that are put
	// together.
	a.name = "gongkai-" + strings.Replace(now.Format("20060102T150405.000Z"), ".", "", 1) + "-" + hex.EncodeToString(random[:]) + suffix
	f, err := os.OpenFile(a.path(a.name)+openSuffix, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	a.file, a.size, a.synced = f, 0, now
	if err := syncFolder(filepath.Join(a.folder, warcFolder)); err != nil {
		return err
	}
	return a.append(func(w io.Writer) error {
		a.info = warc.NewID()
		fields := warc.Fields{{Name: "WARC-Type", Value: "warcinfo"}, {Name: "WARC-Record-ID", Value: "<" + a.info + ">"},
			{Name: "WARC-Date", Value: date(now)}, {Name: "WARC-Filename", Value: a.name}, {Name: "Content-Type", Value: "application/warc-fields"}}
		info := append(warc.Fields{{Name: "software", Value: "gongkai"}, {Name: "format", Value: "WARC File Format 1.1"},
			{Name: "conformsTo", Value: "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"}}, a.options.Info...)
		return warc.Append(w, fields, strings.NewReader(text(info)))
	})
}

// date is a time as WARC has it.
func date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// text is a block of the type application/warc-fields. Line ends in a value become
// spaces.
func text(fields warc.Fields) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f.Name + ": " + strings.Join(strings.Fields(f.Value), " ") + "\r\n")
	}
	return b.String()
}

func (a *Archive) path(name string) string { return filepath.Join(a.folder, warcFolder, name) }

// append appends to the file what write writes, all of it or nothing.
func (a *Archive) append(write func(io.Writer) error) error {
	w := &countingWriter{w: a.file}
	b := bufio.NewWriterSize(w, 256<<10)
	err := write(b)
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		if undo := a.file.Truncate(a.size); undo != nil {
			a.broken = fmt.Errorf("%s: %w", a.file.Name(), errors.Join(err, undo))
		} else if _, undo := a.file.Seek(a.size, io.SeekStart); undo != nil {
			a.broken = fmt.Errorf("%s: %w", a.file.Name(), errors.Join(err, undo))
		}
		return fmt.Errorf("%s: %w", a.file.Name(), err)
	}
	a.size += w.n
	if now := time.Now(); now.Sub(a.synced) > syncEvery || now.Before(a.synced) {
		a.synced = now
		return a.file.Sync()
	}
	return nil
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// endFile closes the WARC file: its name loses ".open" when all of it is on the disk.
func (a *Archive) endFile() error {
	if a.file == nil {
		return nil
	}
	open := a.file.Name()
	err := errors.Join(a.file.Sync(), a.file.Close())
	a.file = nil
	if err != nil {
		return err
	}
	if err := os.Rename(open, strings.TrimSuffix(open, openSuffix)); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(open))
}

// Close closes the WARC file and brings the index up to date.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	err := a.endFile()
	if err == nil {
		err = writeIndex(a.folder)
	}
	return errors.Join(err, a.abandon())
}

// abandon closes the archive as a kill would.
func (a *Archive) abandon() error {
	var err error
	if a.file != nil {
		err = a.file.Close()
		a.file = nil
	}
	if a.ledger != nil {
		err = errors.Join(err, a.ledger.close())
	}
	return errors.Join(err, a.lock.Close())
}
