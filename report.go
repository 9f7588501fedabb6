package gongkai

import "cmp"

// Layout is the official form that a report's tables follow, or the ID of the
// local List that they follow.
type Layout string

const (
	LayoutNone Layout = ""        // no table and not a report, or not decided
	Layout2014 Layout = "cn-2014" // 国办发〔2014〕32号
	Layout2019 Layout = "cn-2019" // 国办公开办函〔2019〕60号
	Layout2021 Layout = "cn-2021" // 国办公开办函〔2021〕30号
	// LayoutNarrative: a report with no standard table and no known list.
	LayoutNarrative Layout = "narrative"
)

// Report is what one document states.
type Report struct {
	Source Source
	// Method names the engine that read the document, like "pdf/pdfium".
	Method string
	// Pages is the document's number of pages; 0 where the format has none.
	Pages int
	// Title is the report's title as printed, its lines joined; empty when
	// the document has none.
	Title string
	// Agency is the reporting agency's name as printed, traditional characters
	// and glosses of mirror pages folded; empty when none is.
	Agency string
	// Year is the year reported on, never the year of publication; 0 when
	// the document does not say it.
	Year   int
	Layout Layout
	// Published is the date the site gives, as YYYY-MM-DD; empty when none.
	Published string
	// Metadata is the site's block of labelled facts (索引号, 发布机构, …), in
	// order, labels as printed.
	Metadata []MetadataField
	// Headings are the candidates for the title, best first: what the page,
	// its head and the first lines of the text say.
	Headings []Heading

	// The standard tables; nil when the document has no such table.
	Proactive      *Proactive
	Requests       *Requests
	Disputes       *Disputes
	Statistics2014 *Statistics2014
	// Local are the rows of indicator lists that are no national form; nil
	// when the document prints none.
	Local *Local

	Sections []Section
	// Evidence is all that was weighed to find agency and year.
	Evidence []Evidence
	Findings []Finding
	// Crops are the pictures of cells that were read by OCR and that a human
	// should look at, in the order of Cells.
	Crops  []Crop
	Status Status
	// Wants are the addresses, as the document writes them, of pictures that are not
	// in its file and may hold what was not found in it; nil when there are none, or
	// they were looked for.
	Wants []string
}

// ByOCR reports whether the value was read from pixels.
func (r *Report) ByOCR(v *Value) bool { return IsOCR(cmp.Or(v.Method, r.Method)) }

// Structural reports whether the document states its tables, and no cell was read
// from a picture in it.
func (r *Report) Structural() bool {
	if !r.Source.Format.Structural() {
		return false
	}
	for _, v := range r.Cells() {
		if v.Method != "" {
			return false
		}
	}
	return true
}

// Source is where a document came from. Path is as the user gave it; URL is
// empty for local files.
type Source struct {
	Path   string `json:"path,omitempty"`
	URL    string `json:"url,omitempty"`
	SHA256 string `json:"sha256"`
	Format Format `json:"format"`
	// Bytes is the document's size.
	Bytes int `json:"bytes"`
}

// MetadataField is one labelled fact of a page's metadata block.
type MetadataField struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Heading is a text that may be the report's title.
type Heading struct {
	// From is "page" (the article's own heading), "head" (<title> or document
	// properties) or "body" (the first lines of the text).
	From string
	Text string
}

// Section is one part of the narrative.
type Section struct {
	// Code is "preface", one of the official sections ("overview",
	// "proactive", "requests", "disputes", "problems", "other_matters"), or
	// "" for a part the official form does not have.
	Code string `json:"code"`
	// Heading is as printed; empty for the preface.
	Heading string `json:"heading"`
	// Text holds the paragraphs, separated by line feeds, without the tables.
	Text string `json:"text"`
}

// Evidence is one statement about the agency, the year, or what else no table
// of the form states.
type Evidence struct {
	// Field is "agency", "year", "published" (the date of the signature), "host"
	// (where the page was) or "fee" (processing fees in section six).
	Field string `json:"field"`
	// Value is what the statement says.
	Value string `json:"value"`
	// From says where it stands: "title-page", "period", "signature", "metadata", …
	From string `json:"from"`
	// Text is the passage.
	Text string `json:"text"`
}

// Status is what a reader may believe of a report. The zero value is
// Unjudged.
type Status uint8

const (
	// Unjudged: normalize has not run.
	Unjudged Status = iota
	// Verified: every identity of the layout holds on the values as read, and
	// no cell was doubtful.
	Verified
	// SourceInconsistent: an identity fails, and the reading is beyond doubt
	// (two independent readings agree, or the format is structural): the
	// agency printed it so.
	SourceInconsistent
	// DoubtfulReport: an identity fails or a cell is uncertain, and no second
	// reading confirms it: a human should look.
	DoubtfulReport
	// Incomplete: an expected table, row or statement is missing.
	Incomplete
	// Narrative: a report with no standard table.
	Narrative
)

var statusNames = []string{"unjudged", "verified", "source-inconsistent", "doubtful", "incomplete", "narrative"}

func (s Status) String() string { return name(statusNames, int(s)) }

func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s *Status) UnmarshalText(b []byte) error { return parseName(s, statusNames, b, "status") }
