package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"

	"gongkai"
)

// PDFium's error codes (fpdfview.h).
const (
	pdfiumPassword = 4
	pdfiumSecurity = 5
)

// open loads the document; one without a trailer gets one, if its catalog is
// found.
func (g *guest) open(data []byte) (document uint64, repaired bool, err error) {
	document, err = g.load(data)
	if !errors.Is(err, gongkai.ErrDamaged) {
		return document, false, err
	}
	root := catalogObject(data)
	if root == nil {
		return 0, false, err
	}
	data = fmt.Appendf(bytes.Clone(data), "\ntrailer<</Root %s R>>\n", root)
	document, err = g.load(data)
	return document, true, err
}

var (
	catalogs = regexp.MustCompile(`/Type\s*/Catalog\b`)
	objects  = regexp.MustCompile(`\b(\d{1,9}\s+\d{1,5})\s+obj\b`)
)

// catalogBytes is how far into its object a catalog's type is looked for.
const catalogBytes = 64 << 10

// catalogObject returns the number and generation of the last object in the
// file that is a catalog, as written; nil when there is none.
func catalogObject(data []byte) []byte {
	found := catalogs.FindAllIndex(data, -1)
	if len(found) == 0 {
		return nil
	}
	end := found[len(found)-1][0]
	before := objects.FindAllSubmatch(data[max(0, end-catalogBytes):end], -1)
	if len(before) == 0 {
		return nil
	}
	return before[len(before)-1][1]
}

func (g *guest) load(data []byte) (uint64, error) {
	document := g.call("FPDF_LoadMemDocument", g.bytes(data), uint64(len(data)), 0)
	if g.err != nil || document != 0 {
		return document, g.err
	}
	switch code := g.call("FPDF_GetLastError"); code {
	case pdfiumPassword, pdfiumSecurity:
		return 0, gongkai.ErrEncrypted
	default:
		return 0, fmt.Errorf("%w: PDFium error %d", gongkai.ErrDamaged, code)
	}
}
