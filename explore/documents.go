package explore

import (
	"context"

	"gongkai"
)

// Documents gives the documents behind reports and has them read, in processes that can
// be killed. Errors are gongkai's; ErrAccess says that the document is not there any
// more, or is not the one that was read.
type Documents interface {
	// Original returns the bytes; they have the source's digest.
	Original(ctx context.Context, source gongkai.Source) ([]byte, error)
	// Page draws a page (1-based) as displayed, as PNG, with its size in points.
	Page(ctx context.Context, source gongkai.Source, page int) (PageImage, error)
	// Text is the document as text, for formats that are text.
	Text(ctx context.Context, source gongkai.Source) (string, error)
	// Document reads what the document prints: paragraphs and grids.
	Document(ctx context.Context, source gongkai.Source) (*gongkai.Document, error)
}

// PageImage is a drawn page.
type PageImage struct {
	PNG []byte
	// WidthPt and HeightPt are the page's size in points.
	WidthPt, HeightPt float64
}
