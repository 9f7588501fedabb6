// Package reviews keeps what people say of documents, in a text file: one JSON object a
// line, as [gongkai.HumanReview] has it, oldest first.
//
// The file is the people's own. It is only ever appended to, can be edited and merged by
// hand, and belongs under version control: a review that is wrong is followed by another
// one.
//
// # Not handled
//
// Two programs that append at the same moment on a network file system.
package reviews

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"gongkai"
)

// maxLine bounds one review.
const maxLine = 1 << 20

// Read reads reviews. The error names the line.
func Read(r io.Reader) ([]gongkai.HumanReview, error) {
	var list []gongkai.HumanReview
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var review gongkai.HumanReview
		decoder := json.NewDecoder(strings.NewReader(lines.Text()))
		decoder.DisallowUnknownFields()
		err := decoder.Decode(&review)
		if err == nil {
			err = Check(review)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, review)
	}
	return list, lines.Err()
}

// ReadFile reads the file at path.
func ReadFile(path string) ([]gongkai.HumanReview, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

// Check returns an error for a review that says nothing, or not of what.
func Check(r gongkai.HumanReview) error {
	digest, err := hex.DecodeString(r.SHA256)
	switch {
	case err != nil || len(digest) != 32:
		return fmt.Errorf("%q is no SHA-256 digest", r.SHA256)
	case strings.TrimSpace(r.By) == "":
		return errors.New("it does not say who looked")
	case r.Time.IsZero():
		return errors.New("it does not say when")
	case strings.TrimSpace(r.Note) == "" && len(r.Readings) == 0:
		return errors.New("it says nothing: no note and no reading")
	}
	for _, reading := range r.Readings {
		if reading.Cell.Table == "" || reading.Cell.Row == "" || reading.Cell.Column == "" {
			return fmt.Errorf("%q is no cell", reading.Cell)
		}
	}
	return nil
}

// Append adds a review to the file at path, which is made if it is not there.
func Append(path string, r gongkai.HumanReview) error {
	if err := Check(r); err != nil {
		return err
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	// One write: a reader, and a program that is killed, sees the line whole or not.
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}
