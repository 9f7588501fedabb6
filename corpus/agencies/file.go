package agencies

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"gongkai"
)

// File is a file of data about agencies, the built-in ones and the user's
// alike. docs/AGENCIES.md describes its JSON.
type File struct {
	// Functions are what agencies do, and what such agencies are called.
	Functions []Function `json:"functions,omitempty"`
	// Verticals are central bodies that name their offices after themselves.
	Verticals []Vertical `json:"verticals,omitempty"`
	// Places are zones, and other names of places.
	Places []Place `json:"places,omitempty"`
	// Aliases say which agency a printed name is.
	Aliases []Alias `json:"aliases,omitempty"`
	// Agencies are additional agencies, or corrections of what the registry says
	// of one: members that are not empty replace its own.
	Agencies []gongkai.Agency `json:"agencies,omitempty"`
	// Hosts say whose site a host is.
	Hosts []Host `json:"hosts,omitempty"`
}

// Function is a function of agencies. A function of the same code in a later
// file adds its names to those of the earlier one.
type Function struct {
	Code string `json:"code"`
	// Names are what local agencies are called behind the name of the place, the
	// usual official name first. 委员会 and 委, 办公室 and 办, 监督管理 and 监管 are
	// compared as the same; 和, 与, 及 are left aside.
	Names []string `json:"names,omitempty"`
	// Province are further names, of provinces only; the first is official.
	Province []string `json:"province,omitempty"`
	// Central are the names of the central body, the official one first.
	Central []string `json:"central,omitempty"`
	// Successor is the code of the function that took its place.
	Successor string `json:"successor,omitempty"`
	// From and Until are the years of such names, for the reader; a name in use
	// longer than that is no other agency.
	From  int `json:"from,omitempty"`
	Until int `json:"until,omitempty"`
	// Line: its parent is the same function one level up, not the government
	// beside it.
	Line bool `json:"line,omitempty"`
	// Party: its parent is the party committee beside it.
	Party bool `json:"party,omitempty"`
	// NoLevel: offices are named after ports and cities, whose level says nothing.
	NoLevel bool `json:"no_level,omitempty"`
	// VerticalOnly: its names count only with the prefix of a vertical.
	VerticalOnly bool `json:"vertical_only,omitempty"`
}

// Vertical is a pattern of names: prefix, place, suffix, like 国家税务总局X税务局.
type Vertical struct {
	Prefix   string `json:"prefix"`
	Suffix   string `json:"suffix"`
	Function string `json:"function"`
}

// Place adds a zone, or names to a place that is known.
type Place struct {
	// In is the code of the division that a zone lies in; with Name. Its key is
	// both, like "350128.综合实验区".
	In   string `json:"in,omitempty"`
	Name string `json:"name,omitempty"`
	// Key is a place that is known; instead of In and Name.
	Key string `json:"key,omitempty"`
	// Aliases are other names, Former those of the time before Until.
	Aliases []string `json:"aliases,omitempty"`
	Former  []string `json:"former,omitempty"`
	Until   int      `json:"until,omitempty"`
	// Level of a zone, if it has one.
	Level gongkai.Level `json:"level,omitempty"`
}

// Alias says which agency a printed name is, wherever it is printed, or only
// on a host, or only in some years.
type Alias struct {
	Name  string `json:"name"`
	ID    string `json:"id"`
	Host  string `json:"host,omitempty"`
	From  int    `json:"from,omitempty"`
	Until int    `json:"until,omitempty"`
	// Note is for people.
	Note string `json:"note,omitempty"`
}

// Host says whose site a host is; hosts under it are within the division.
type Host struct {
	Host     string `json:"host"`
	Division string `json:"division"`
}

// ParseFile reads a file and checks what can be checked without the table.
// Errors name the line, the member and the reason, not the file.
func ParseFile(data []byte) (File, error) {
	var f File
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return File{}, fmt.Errorf("%s%w", jsonLine(data, err, d.InputOffset()), err)
	}
	if _, err := d.Token(); err != io.EOF {
		return File{}, errors.New("there is text behind the end of the object")
	}
	return f, locate(data, f.check())
}

// entryError is what is wrong with an entry of a file.
type entryError struct {
	member string
	index  int
	err    error
}

func (e *entryError) Error() string { return fmt.Sprintf("%s[%d]: %v", e.member, e.index, e.err) }
func (e *entryError) Unwrap() error { return e.err }

func wrong(member string, index int, format string, args ...any) error {
	return &entryError{member, index, fmt.Errorf(format, args...)}
}

// locate puts the line in front of the error of an entry.
func locate(data []byte, err error) error {
	var e *entryError
	if !errors.As(err, &e) {
		return err
	}
	if line := entryLine(data, e.member, e.index); line > 0 {
		return fmt.Errorf("line %d: %w", line, err)
	}
	return err
}

// entryLine is the line where an entry begins, 0 if it is not there.
func entryLine(data []byte, member string, index int) int {
	d := json.NewDecoder(bytes.NewReader(data))
	d.Token()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return 0
		}
		var skipped json.RawMessage
		if key != member {
			if d.Decode(&skipped) != nil {
				return 0
			}
			continue
		}
		if _, err := d.Token(); err != nil {
			return 0
		}
		for ; index > 0 && d.More(); index-- {
			if d.Decode(&skipped) != nil {
				return 0
			}
		}
		if !d.More() {
			return 0
		}
		at := int(d.InputOffset())
		at += len(data[at:]) - len(bytes.TrimLeft(data[at:], ", \t\r\n"))
		return 1 + bytes.Count(data[:at], []byte("\n"))
	}
	return 0
}

// jsonLine says the line of an error of encoding/json; errors that do not know
// theirs are near where the decoder stopped.
func jsonLine(data []byte, err error, stopped int64) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := int(stopped)
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset)
	case errors.As(err, &kind):
		offset = int(kind.Offset)
	case stopped == 0:
		return ""
	}
	return fmt.Sprintf("line %d: ", 1+bytes.Count(data[:min(offset, len(data))], []byte("\n")))
}

// keyPattern is the key of a place: a code, or a code and the name of a zone.
const keyPattern = `(?:[0-9]{6}|[0-9]{9})(?:\.\p{Han}[\p{Han}0-9]*)?`

var (
	functionCode = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	placeKey     = regexp.MustCompile(`^` + keyPattern + `$`)
	agencyID     = regexp.MustCompile(`^(` + keyPattern + `)-([a-z][a-z0-9_]*)(?:-([^\s-]+))?$`)
	hostName     = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
)

// check returns an error that names the first entry that is none.
func (f File) check() error {
	for i, fn := range f.Functions {
		if !functionCode.MatchString(fn.Code) {
			return wrong("functions", i, "code %q: wanted words of a-z and 0-9 joined by _", fn.Code)
		}
		if named[fn.Code] {
			return wrong("functions", i, "code %q is for bodies known by their name", fn.Code)
		}
	}
	for i, v := range f.Verticals {
		if v.Prefix == "" || v.Suffix == "" {
			return wrong("verticals", i, "prefix and suffix are needed")
		}
	}
	for i, p := range f.Places {
		if (p.Key == "") == (p.In == "" || p.Name == "") {
			return wrong("places", i, "wanted in and name, for a zone, or key, for names of a known place")
		}
		if len(p.Former) > 0 && p.Until == 0 {
			return wrong("places", i, "former: until, the last year of the name, is missing")
		}
	}
	for i, a := range f.Aliases {
		if a.Name == "" || !agencyID.MatchString(a.ID) {
			return wrong("aliases", i, "name %q, id %q: wanted a name and an id like 320813-government", a.Name, a.ID)
		}
		if a.From > 0 && a.Until > 0 && a.From > a.Until {
			return wrong("aliases", i, "from %d is after until %d", a.From, a.Until)
		}
	}
	for i, a := range f.Agencies {
		if !agencyID.MatchString(a.ID) {
			return wrong("agencies", i, "id %q: wanted one like 320813-government", a.ID)
		}
	}
	for i, h := range f.Hosts {
		if !hostName.MatchString(h.Host) {
			return wrong("hosts", i, "host %q: wanted a name like www.example.gov.cn, in small letters, without https:// and path", h.Host)
		}
	}
	return nil
}
