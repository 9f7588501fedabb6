package html

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"gongkai"
	"gongkai/extract/charset"
)

// Method names this reader in Document.Method.
const Method = "html/goquery"

// Read reads a page. Locations are element paths with 1-based indexes among
// siblings of the same name, as in XPath. A replacement character in a cell
// makes the cell uncertain. Pictures are handed out, those of addresses without
// bytes. A page without an article, like a login or error
// page, is returned with what it has.
//
// Findings: CharsetConflict, ReplacementCharacters, OverlappingCells. Errors,
// in a *gongkai.ReadError: ErrFormat when there is no tag, ErrEmpty when there
// is no text, ErrLimit for Bytes, Cells and Depth.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	doc, err := read(data, limits)
	if err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatHTML, Offset: -1, Err: err}
	}
	return doc, nil
}

func read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, gongkai.ErrEmpty
	}
	declared := declaredCharset(data)
	text, decoded := charset.Decode(data, declared)
	if !strings.Contains(text, "<") {
		return nil, fmt.Errorf("%w: no tags", gongkai.ErrFormat)
	}
	root, err := parse(text, limits)
	if err != nil {
		return nil, err
	}
	p := newPage(goquery.NewDocumentFromNode(root))
	doc, err := p.document(limits)
	if err != nil {
		return nil, err
	}
	doc.Findings = append(charsetFindings(declared, decoded), doc.Findings...)
	if len(doc.Blocks)+len(doc.Pictures) == 0 && len(doc.Metadata) == 0 && doc.HeadTitle == "" && doc.PageTitle == "" {
		return nil, gongkai.ErrEmpty
	}
	return doc, nil
}

func charsetFindings(declared string, decoded charset.Result) []gongkai.Finding {
	var findings []gongkai.Finding
	if decoded.Conflict {
		findings = append(findings, gongkai.Finding{
			Code: gongkai.CharsetConflict, Expected: declared, Found: decoded.Name,
		})
	}
	if decoded.Replaced > 0 {
		findings = append(findings, gongkai.Finding{
			Code: gongkai.ReplacementCharacters, Found: fmt.Sprint(decoded.Replaced),
		})
	}
	return findings
}

// parse builds the tree and makes sure that it can be walked by recursion.
// Pages that leave formatting elements open nest deeper with every paragraph;
// where that is too deep or too much, they are read without those elements.
func parse(text string, limits gongkai.Limits) (*html.Node, error) {
	err := fmt.Errorf("%w: unclosed formatting elements", gongkai.ErrLimit)
	var root *html.Node
	if !growsBeyond(limits.ExpandedBytes, text) {
		root, err = parseTree(text)
	}
	if err != nil {
		without, ok := withoutFormatting(text)
		if !ok {
			return nil, err
		}
		if root, err = parseTree(without); err != nil {
			return nil, err
		}
	}
	return root, checkDepth(root, limits.Depth)
}

// parseTree parses. Reading from memory cannot fail: an error is the parser's
// own limit.
func parseTree(text string) (*html.Node, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", gongkai.ErrLimit, err)
	}
	return root, nil
}

func checkDepth(root *html.Node, limit int) error {
	depth := 0
	for n := root; n != nil; {
		if n.FirstChild != nil {
			n = n.FirstChild
			depth++
			if err := gongkai.Exceeds(depth, limit, "nested elements"); err != nil {
				return err
			}
			continue
		}
		for n != nil && n.NextSibling == nil {
			n = n.Parent
			depth--
		}
		if n != nil {
			n = n.NextSibling
		}
	}
	return nil
}
