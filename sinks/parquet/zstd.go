package parquet

import (
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/compress"
	libzstd "github.com/parquet-go/parquet-go/compress/zstd"
)

// zstdWindow is how far back the compressor looks. Pages are smaller, sections
// of prose aside; the library's own codec keeps 16 MiB of history instead.
const zstdWindow = 256 << 10

// codec is zstd with a small window, one encoder for all files of a sink. It is
// not for concurrent use.
type codec struct {
	libzstd.Codec // names the format, and reads
	encoder       *zstd.Encoder
}

func newCodec() (compress.Codec, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(zstdWindow), zstd.WithLowerEncoderMem(true), zstd.WithZeroFrames(true), zstd.WithEncoderCRC(false))
	return &codec{encoder: encoder}, err
}

func (c *codec) Encode(to, from []byte) ([]byte, error) {
	return c.encoder.EncodeAll(from, to[:0]), nil
}
