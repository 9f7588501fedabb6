package parquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// Program is the program that the provenance of a Parquet file names; empty when
// the file does not say it.
func Program(file io.ReaderAt, size int64) (string, error) {
	f, err := parquet.OpenFile(file, size)
	if err != nil {
		return "", err
	}
	text, _ := f.Lookup(provenanceKey)
	var provenance struct {
		Agent map[string]map[string]any `json:"agent"`
	}
	if json.Unmarshal([]byte(text), &provenance) != nil {
		return "", nil
	}
	program, _ := provenance.Agent["gongkai:program"]["gongkai:version"].(string)
	return program, nil
}

// readRows is how many rows are read at once.
const readRows = 256

// Texts yields the named columns of a Parquet file, row by row, as text: text and
// codes as they are, integers in decimal, null as the empty text. A column that
// the file does not have is empty in every row, so that datasets of older
// versions can be read; one of another type is an error. The slice is reused
// from row to row.
func Texts(file io.ReaderAt, size int64, columns ...string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		f, err := parquet.OpenFile(file, size)
		if err != nil {
			yield(nil, err)
			return
		}
		// place is where the row has the column at each index of the file.
		place := map[int]int{}
		for at, name := range columns {
			leaf, ok := f.Schema().Lookup(name)
			if !ok {
				continue
			}
			if kind := leaf.Node.Type().Kind(); kind != parquet.ByteArray && kind != parquet.Int64 {
				yield(nil, fmt.Errorf("column %s is %s, neither text nor a whole number", name, kind))
				return
			}
			place[leaf.ColumnIndex] = at
		}
		for _, group := range f.RowGroups() {
			if !textsOf(group, place, len(columns), yield) {
				return
			}
		}
	}
}

// textsOf yields the rows of one group; false says that no more are wanted.
func textsOf(group parquet.RowGroup, place map[int]int, columns int, yield func([]string, error) bool) bool {
	reader := group.Rows()
	defer reader.Close()
	rows, texts := make([]parquet.Row, readRows), make([]string, columns)
	for {
		n, err := reader.ReadRows(rows)
		for _, row := range rows[:n] {
			for _, v := range row {
				if at, wanted := place[v.Column()]; wanted {
					texts[at] = textOf(v)
				}
			}
			if !yield(texts, nil) {
				return false
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return true
		case err != nil:
			yield(nil, err)
			return false
		}
	}
}

func textOf(v parquet.Value) string {
	switch {
	case v.IsNull():
		return ""
	case v.Kind() == parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	}
	return string(v.ByteArray())
}
