package parquet

import (
	"encoding/binary"
	"math/bits"

	"github.com/parquet-go/parquet-go"

	"gongkai"
	"gongkai/sinks"
)

// Shape of DECIMAL(26,8): 18 digits before the scale is applied, and 8
// decimals, always fit.
const (
	decimalScale     = gongkai.MaxDecimalScale
	decimalPrecision = gongkai.MaxDecimalDigits + gongkai.MaxDecimalScale
	decimalBytes     = 11
)

// column is a column of the file.
type column struct {
	kind     sinks.Type
	nullable bool
	index    int
}

// value is v as the library has it. Bytes are appended to text, which must not
// change until the value was written.
func (c column) value(v *sinks.Value, text *[]byte) parquet.Value {
	if v.Null {
		return parquet.NullValue().Level(0, 0, c.index)
	}
	definition := 0
	if c.nullable {
		definition = 1
	}
	return c.plain(v, text).Level(0, definition, c.index)
}

func (c column) plain(v *sinks.Value, text *[]byte) parquet.Value {
	start := len(*text)
	switch c.kind {
	case sinks.Integer, sinks.Hundredths:
		return parquet.Int64Value(v.Int)
	case sinks.Date:
		return parquet.Int32Value(int32(v.Int))
	case sinks.Decimal:
		*text = appendDecimal(*text, v.Decimal)
		return parquet.FixedLenByteArrayValue((*text)[start:])
	}
	*text = append(*text, v.Text...)
	return parquet.ByteArrayValue((*text)[start:])
}

// appendDecimal appends d × 10^8 as an integer of 11 bytes, big-endian, in
// two's complement. Its magnitude is below 10^26 < 2^87.
func appendDecimal(b []byte, d gongkai.Decimal) []byte {
	coefficient, _ := d.Scaled(d.Scale()) // its own scale always fits
	magnitude := uint64(coefficient)
	if coefficient < 0 {
		magnitude = -magnitude
	}
	power := uint64(1)
	for range decimalScale - d.Scale() {
		power *= 10
	}
	high, low := bits.Mul64(magnitude, power)
	if coefficient < 0 {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	b = append(b, byte(high>>16), byte(high>>8), byte(high))
	return binary.BigEndian.AppendUint64(b, low)
}
