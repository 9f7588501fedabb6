package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"gongkai"
	"gongkai/corpus"
	"gongkai/extract/unpack"
)

// unpackLimits bound all members of an archive. They come to rest on the disk one by
// one, so that they may be more than what a document expands to.
func unpackLimits() gongkai.Limits {
	limits := gongkai.DefaultLimits()
	limits.ExpandedBytes = 1 << 30
	return limits
}

// listing is corpus.Contents as it travels, and is kept.
type listing struct {
	Members []listed
	Failure *failure `json:",omitempty"`
}

type listed struct {
	Name    string
	SHA256  string   `json:",omitempty"`
	Size    int64    `json:",omitempty"`
	Failure *failure `json:",omitempty"`
}

// failure is an error that wraps a sentinel of package gongkai, as it travels.
type failure struct{ Reason, Message string }

func (f *failure) Error() string { return f.Message }
func (f *failure) Unwrap() error { return gongkai.ErrorOf(f.Reason) }

func failureOf(err error) *failure {
	if err == nil {
		return nil
	}
	return &failure{gongkai.Reason(err), err.Error()}
}

// error is nil for nil, which an interface that holds a nil pointer is not.
func (f *failure) error() error {
	if f == nil {
		return nil
	}
	return f
}

// MarshalContents is the inverse of UnmarshalContents.
func MarshalContents(c corpus.Contents) ([]byte, error) {
	l := listing{Failure: failureOf(c.Err)}
	for _, m := range c.Members {
		l.Members = append(l.Members, listed{m.Name, m.SHA256, m.Size, failureOf(m.Err)})
	}
	return json.Marshal(l)
}

// UnmarshalContents reads the reply to TaskUnpack.
func UnmarshalContents(text []byte) (corpus.Contents, error) {
	var l listing
	if err := json.Unmarshal(text, &l); err != nil {
		return corpus.Contents{}, err
	}
	c := corpus.Contents{Err: l.Failure.error()}
	for _, m := range l.Members {
		c.Members = append(c.Members, corpus.Member{Name: m.Name, SHA256: m.SHA256, Size: m.Size, Err: m.Failure.error()})
	}
	return c, nil
}

// unpackTo writes the members of an archive to files in a folder, as corpus.Unpacker
// has them.
func unpackTo(folder string, archive []byte, limits gongkai.Limits) ([]byte, error) {
	var c corpus.Contents
	var unwritten error
	c.Err = unpack.Unpack(archive, limits, corpus.IsJunk, func(m unpack.Member) error {
		member := corpus.Member{Name: m.Name, Err: m.Err}
		if m.Err == nil {
			sum := sha256.Sum256(m.Data)
			member.SHA256, member.Size = hex.EncodeToString(sum[:]), int64(len(m.Data))
			unwritten = os.WriteFile(filepath.Join(folder, strconv.Itoa(len(c.Members))), m.Data, 0o600)
		}
		c.Members = append(c.Members, member)
		return unwritten
	})
	if unwritten != nil {
		return nil, unwritten
	}
	return MarshalContents(c)
}

// UnpackJob is the job of taking an archive apart.
func UnpackJob(folder string) Job {
	return Job{Task: TaskUnpack, Limits: unpackLimits(), Folder: folder}
}
