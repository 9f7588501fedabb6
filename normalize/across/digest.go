// Package across says what reports say of one another: which documents are one
// report and which of them to read, where they contradict each other, which
// numbers are far from an agency's others and from its peers', whose text is
// whose.
//
// A dataset has more reports than fit into memory, so everything works on a
// [Digest] of about a kilobyte a report, and names the few pairs of reports that
// the caller then loads in full:
//
//	DigestOf       every report, while it is read
//	Groups         digests → documents of one agency and year, the principal first
//	Group.Confirmations, Confirm      a doubtful PDF judged by its DOCX or HTML
//	Group.Differing, Compare          conflicts, cell by cell
//	Successions, normalize.Successive a report and last year's
//	Outliers, Sums                    findings from the digests alone
//	Copies, Copied                    near-identical sections
//
// Nothing is merged: every document keeps its own values, and nothing here
// changes a number. Only Confirm changes a status, by normalize.Confirm.
//
// # When two documents are one report
//
// If both are proven to be of one agency (its id) and year. Where the agency is
// not proven, the printed name has to do, and only one that begins with the name
// of a province, prefecture or county: 鼓楼区人民政府 and 公安局 are many. Under any
// other name they must state the same, in numbers that are no coincidence; or one
// of them is an attachment of the other's page. A copy on another host, whose names
// may be anybody's, belongs to the page of the same path on a government host; that
// gives it no agency.
package across

import (
	"hash/fnv"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gongkai"
	"gongkai/normalize"
	"gongkai/normalize/series"
)

// Digest is what is kept of a report while others are read.
type Digest struct {
	ReportID string
	// Agency is nil where it is not proven, and is not part of the JSON: the agencies
	// that are known may change while the report does not. Name is as printed, Year
	// 0 where the report does not say it.
	Agency *gongkai.Agency `json:"-"`
	Name   string
	Year   int
	Status gongkai.Status
	Layout gongkai.Layout
	Format gongkai.Format
	// Pictures: cells were read from pictures.
	Pictures bool `json:",omitempty"`
	// Address is the URL, or the path of a local file.
	Address string
	// Published is the date that the site gives, as YYYY-MM-DD; empty when none.
	Published string
	// PageOf is the report_id of the page whose attachment the document is.
	// DigestOf leaves it empty: the caller knows.
	PageOf string
	// Mirror: it was not on a government host.
	Mirror bool
	// Area: the text counts requests of the whole province, city or county.
	Area bool
	// Stated is the number of cells that state something. Telling is the number of
	// digits of all different numbers other than 0: how unlikely it is that another
	// report states the same. One request that was granted is a 1 in eight cells.
	Stated, Telling int
	// Content is a hash of all that the cells state, or of the text where there
	// are none.
	Content uint64
	// Narratives are of the sections in NarrativeSections.
	Narratives [2]Narrative
	// Counts are the watched indicators.
	Counts [len(watched)]Count
}

// Count is an indicator of the report: a whole number, -1 where there is none
// or its reading is doubtful, and what it is comparable with.
type Count struct {
	N    int64
	Note string `json:",omitempty"`
}

// watched are the indicators that are compared with other reports'.
var watched = [...]string{
	"disclosed_total", "normative_issued", "licensing_decisions", "penalty_decisions", "coercion_decisions",
	"requests_received", "requests_processed", "granted", "partly_granted", "denied", "not_held", "rejected",
	"reviews", "reviews_closed", "suits", "suits_closed",
}

// DigestOf makes the digest of a report that normalize has judged. Agency is nil
// where it is not proven.
func DigestOf(reportID string, r *gongkai.Report, agency *gongkai.Agency) Digest {
	d := Digest{
		ReportID: reportID, Agency: agency, Name: r.Agency, Year: r.Year, Status: r.Status, Layout: r.Layout, Format: r.Source.Format, Pictures: r.Source.Format.Structural() && !r.Structural(),
		Address: r.Source.URL, Published: r.Published,
		Mirror: slices.ContainsFunc(r.Findings, func(f gongkai.Finding) bool { return f.Code == gongkai.MirrorPage }),
		Area:   countsArea(r),
	}
	if d.Address == "" {
		d.Address = r.Source.Path
	}
	d.fingerprint(r)
	for i := range d.Counts {
		d.Counts[i].N = -1
	}
	for _, o := range series.Of(r) {
		i := slices.Index(watched[:], o.Indicator)
		if n, whole := o.Value.Int64(); i >= 0 && whole && n >= 0 && o.Missing == "" && o.Proof != gongkai.Doubtful {
			d.Counts[i] = Count{n, o.Comparability}
		}
	}
	for i, section := range NarrativeSections {
		d.Narratives[i] = narrativeOf(neutral(sectionText(r, section), r.Agency))
	}
	return d
}

// fingerprint sets what tells documents that state the same from others. A
// number counts as a number, however it is printed.
func (d *Digest) fingerprint(r *gongkai.Report) {
	h, seen := fnv.New64a(), map[string]bool{}
	for ref, v := range r.Cells() {
		statement := v.Printed
		switch v.State {
		case gongkai.Number:
			statement = plain(v.Number)
			if v.Number.Sign() != 0 && !seen[statement] {
				seen[statement] = true
				d.Telling += len(statement)
			}
		case gongkai.Text, gongkai.Illegible:
			statement = strings.Join(strings.Fields(v.Printed), "")
		case gongkai.Dash, gongkai.Blank:
			statement = ""
		}
		if v.State != gongkai.Blank {
			d.Stated++
		}
		io.WriteString(h, ref.String()+"="+v.State.String()+":"+statement+"\n")
	}
	if d.Stated == 0 {
		for _, s := range r.Sections {
			letters, _ := letters(gongkai.Simplify(s.Text))
			io.WriteString(h, string(letters))
		}
	}
	d.Content = h.Sum64()
}

// plain is the number without the zeros that end its decimals.
func plain(d gongkai.Decimal) string {
	s := d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// area is a sentence that counts requests of the whole area of a government.
var area = regexp.MustCompile(`全(?:省|市|州|盟|县|区|旗)[^。；;]{0,40}(?:收到|受理|新收)[^。；;]{0,20}申请`)

func countsArea(r *gongkai.Report) bool {
	return slices.ContainsFunc(r.Sections, func(s gongkai.Section) bool {
		return (s.Code == "preface" || s.Code == "overview" || s.Code == "requests") && area.MatchString(gongkai.Simplify(s.Text))
	})
}

// mobileAddress is how sites name pages for telephones: TRS's t20240131_1_wap.html,
// Guangdong's mpost_1.html, hosts and folders of their own.
var mobileAddress = regexp.MustCompile(`(?i)_wap\.|/wap/|/mpost_|/m/|^(?:m|wap|3g|mobile)\.`)

// mobile reports whether the address is that of a page for telephones.
func (d *Digest) mobile() bool {
	if u, err := url.Parse(d.Address); err == nil && u.Host != "" {
		return mobileAddress.MatchString(u.Host + u.Path)
	}
	return false
}

// minPathDigits is how many digits a path must have to name one page: the number
// of an article, the date of its publication.
const minPathDigits = 6

// path is that of the document's address on its host, with the query; empty when
// it has none, or one that many sites have.
func (d *Digest) path() string {
	u, err := url.Parse(d.Address)
	if err != nil || u.Host == "" {
		return ""
	}
	digits := 0
	for _, c := range u.RequestURI() {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits < minPathDigits {
		return ""
	}
	return u.RequestURI()
}

// placed is a name that begins with a place of which there is one: provinces,
// prefectures and counties have names of their own, districts and townships do
// not. Words of offices that end like places (综合城市管理局) are none.
var placed = regexp.MustCompile(`^[^和与及城综管设展局委办厅部院会处]{2,8}?(?:省|自治区|市|自治州|州|盟|地区|县|旗)(?:[^场]|$)`)

// key names the agency within the dataset; empty where its name may be that of
// several.
func (d *Digest) key() string {
	switch {
	case d.Agency != nil:
		return "id " + d.Agency.ID
	case placed.MatchString(d.Name):
		return "name " + d.Name
	}
	return ""
}

// structural is as [gongkai.Report.Structural].
func (d *Digest) structural() bool { return d.Format.Structural() && !d.Pictures }

// doubtful reports whether the report needs a second reading, as normalize does.
func (d *Digest) doubtful() bool {
	return d.Status == gongkai.DoubtfulReport && !d.structural() && d.Stated > 0
}

// Confirm judges r, a doubtful report, once more by another document of the same
// report whose format states its tables, and reports whether it could. If both say
// the same in every cell of the sums that fail, r becomes source-inconsistent; a
// cell in which they differ stays doubtful, and each document keeps its own. The
// finding names both values, r.Method the second reader.
//
// A second PDF is no second reading: the same engine may have misread both. A cell
// that two engines have read differently stays doubtful, whatever the other
// document has.
func Confirm(r, other *gongkai.Report) bool {
	if !normalize.NeedsSecondReading(r) || !other.Structural() {
		return false
	}
	second := normalize.Twin(r, other)
	normalize.Confirm(r, second)
	return second.Unavailable == ""
}
