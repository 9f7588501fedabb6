package archive

import (
	"errors"
	"io/fs"
	"os"

	"gongkai/corpus/warc"
)

// Answer is what a server once answered.
type Answer struct {
	Status int
	Fields warc.Fields
	// Payload is out of its encodings; nil for a revisit record, which has none.
	Payload []byte
	// Revisit says that the payload is in another record.
	Revisit bool
}

// Answer reads the response or revisit record at a place of the archive, of whose
// payload at most maxBytes are read. Errors of the payload come with what could be
// read.
func (a *Archive) Answer(file string, offset int64, maxBytes int) (Answer, error) {
	f, err := os.Open(a.path(file))
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.Open(a.path(file) + openSuffix)
	}
	if err != nil {
		return Answer{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Answer{}, err
	}
	record, err := warc.NewReader(f, info.Size(), offset).Next()
	if err != nil {
		return Answer{}, err
	}
	response, err := warc.ReadResponse(record.Block)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Status: response.Status, Fields: response.Fields, Revisit: record.Type() == "revisit"}
	if !answer.Revisit {
		answer.Payload, err = response.Payload(maxBytes)
	}
	return answer, err
}
