package html

import (
	"testing"

	"gongkai"
	"gongkai/extract/readertest"
)

func TestConformance(t *testing.T) {
	readertest.Run(t, readertest.Suite{Format: gongkai.FormatHTML, Method: Method, Read: Read, Renditions: []string{"html-portal", "html-office"}, Nested: true})
}
