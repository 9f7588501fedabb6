package docx

import (
	"testing"

	"gongkai"
	"gongkai/extract/readertest"
)

func TestConformance(t *testing.T) {
	readertest.Run(t, readertest.Suite{Format: gongkai.FormatDOCX, Method: "docx/ooxml", Read: Read, Renditions: []string{"docx", "docx-office"}, Packed: true, Nested: true})
}
