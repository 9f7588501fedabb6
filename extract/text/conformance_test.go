package text

import (
	"testing"

	"gongkai"
	"gongkai/extract/readertest"
)

func TestConformance(t *testing.T) {
	readertest.Run(t, readertest.Suite{Format: gongkai.FormatText, Method: Method, Read: Read, Renditions: []string{"text"}})
}
