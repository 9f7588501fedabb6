package parquet

import (
	"bytes"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"gongkai/sinks"
)

// hasBounds reports whether the column carries minimum and maximum.
func hasBounds(c sinks.Column) bool { return c.Type != sinks.Text && c.Type != sinks.Decimal }

// unbounded is a type whose column index says of every page that it may hold
// anything from min to max. The format has no way to leave out the bounds of
// a page, and the library would write empty ones, which are wrong for text and
// break the index for decimals.
type unbounded struct {
	parquet.Type
	min, max []byte
}

// unboundedDecimal is DECIMAL(26,8) between -(2^87) and 2^87 - 1.
func unboundedDecimal() parquet.Type {
	decimal := parquet.Decimal(decimalScale, decimalPrecision, parquet.FixedLenByteArrayType(decimalBytes))
	lowest := make([]byte, decimalBytes)
	lowest[0] = 0x80
	highest := bytes.Repeat([]byte{0xFF}, decimalBytes)
	highest[0] = 0x7F
	return unbounded{decimal.Type(), lowest, highest}
}

// unboundedText is text between the empty text and a run of the last
// character of Unicode, which is a noncharacter: no text in use is greater.
func unboundedText() parquet.Type {
	const last = "\U0010FFFF"
	return unbounded{parquet.String().Type(), []byte{}, []byte(last + last + last + last)}
}

func (u unbounded) NewColumnIndexer(int) parquet.ColumnIndexer { return &unboundedIndexer{bounds: u} }

// unboundedIndexer is the column index of an unbounded column.
type unboundedIndexer struct {
	bounds unbounded
	index  format.ColumnIndex
}

func (i *unboundedIndexer) Reset() { i.index = format.ColumnIndex{} }

func (i *unboundedIndexer) IndexPage(values, nulls int64, _, _ parquet.Value) {
	lowest, highest := i.bounds.min, i.bounds.max
	if values == nulls {
		lowest, highest = []byte{}, []byte{}
	}
	i.index.NullPages = append(i.index.NullPages, values == nulls)
	i.index.NullCounts = append(i.index.NullCounts, nulls)
	i.index.MinValues = append(i.index.MinValues, lowest)
	i.index.MaxValues = append(i.index.MaxValues, highest)
}

func (i *unboundedIndexer) ColumnIndex() format.ColumnIndex { return i.index }
