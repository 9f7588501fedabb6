package pdf

import (
	"testing"

	"gongkai"
	"gongkai/extract/readertest"
)

func TestConformance(t *testing.T) {
	r := testReader(t)
	readertest.Run(t, readertest.Suite{Format: gongkai.FormatPDF, Method: method, Read: r.Read, Renditions: []string{"pdf-drawn", "pdf-office"}, Paged: true, Slow: true})
}
