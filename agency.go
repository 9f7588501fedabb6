package gongkai

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Agency is a public body that reports. Its ID is a contract, described by
// package corpus/agencies: it does not depend on how a report prints the name,
// and a released ID keeps its meaning.
type Agency struct {
	// ID is place and function, like "320813-government".
	ID string `json:"id"`
	// Name is the usual official name, without the places above: 洪泽区人民政府.
	Name string `json:"name"`
	// Short is a usual short form (洪泽区政府); empty when none is known.
	Short string `json:"short,omitempty"`
	// Aliases are other names, the longer ones among them; none is ambiguous
	// where it names the prefecture.
	Aliases []string `json:"aliases,omitempty"`
	// Division is the GB/T 2260 code, six digits, of the division it belongs to,
	// or nine with the township; "000000" for the whole country. A zone that is no
	// division has its parent's code.
	Division string `json:"division"`
	Level    Level  `json:"level"`
	// Function is a stable code, like "government" or "ecology_environment";
	// "school", "hospital" and "other" are bodies known by their name.
	Function string `json:"function"`
	// Parent is an ID; empty for the central government.
	Parent string `json:"parent,omitempty"`
	// Successor is the ID of what took its place; empty while it exists, and
	// when its work went to several or that is not known.
	Successor string `json:"successor,omitempty"`
}

// Level is the level of government that an agency belongs to. The zero value
// is LevelUnknown: zones and customs offices have none in their names.
type Level uint8

const (
	LevelUnknown Level = iota
	Central
	Province   // 省, 自治区, 直辖市
	Prefecture // 地级市, 地区, 自治州, 盟
	County     // 县, 市辖区, 县级市, 旗
	Township   // 镇, 乡, 街道, 苏木
)

var levelNames = []string{"unknown", "central", "province", "prefecture", "county", "township"}

func (l Level) String() string { return name(levelNames, int(l)) }

func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

func (l *Level) UnmarshalText(b []byte) error { return parseName(l, levelNames, b, "level") }

// How says what proved which agency a name means. The zero value is
// NotResolved.
type How uint8

const (
	NotResolved How = iota
	// ByName: the name itself, every word of it known.
	ByName
	// ByShortName: a short form that fits one agency only: 抚远生态环境局.
	ByShortName
	// ByFormerName: the name of the place before it was renamed.
	ByFormerName
	// ByGrammar: the place is certain, and the office or the zone is known by its
	// printed name only.
	ByGrammar
	// ByAlias: a file of aliases says so.
	ByAlias
	// ByYear: one place of that name existed in the year.
	ByYear
	// ByMetadata: what else the page prints of its publisher or its site.
	ByMetadata
	// ByHost: the host belongs to a known place.
	ByHost
)

var howNames = []string{"", "name", "short-name", "former-name", "grammar", "alias", "year", "metadata", "host"}

func (h How) String() string { return name(howNames, int(h)) }

func (h How) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

func (h *How) UnmarshalText(b []byte) error { return parseName(h, howNames, b, "proof of an agency") }

// Resolution is what a printed name of an agency means. There are no degrees
// of confidence: it is proven, or it is not.
type Resolution struct {
	// Printed is the name asked for.
	Printed string `json:"printed"`
	// Agency is nil unless exactly one is proven.
	Agency *Agency `json:"agency,omitempty"`
	How    How     `json:"how"`
	// Candidates are the IDs that the name may mean, sorted, when Agency is nil:
	// two or more of them if it is ambiguous, one if it fits only that but
	// nothing proves it, none if it fits nothing.
	Candidates []string `json:"candidates,omitempty"`
	// Reason is why Agency is nil, a code: "no-name", "no-place", "unknown-place",
	// "unknown-office", "not-a-name", "township-without-place", "ambiguous" or
	// "contradicted".
	Reason string `json:"reason,omitempty"`
	// Evidence is what was weighed beside the name; Value is the ID or the code
	// of the place that it speaks for.
	Evidence []Evidence `json:"evidence,omitempty"`
}

// maxListed is how many candidates a finding lists; there are 200 towns called
// 城关镇.
const maxListed = 20

// Finding is the finding that an agency that is not proven raises; ok is false
// for one that is.
func (r Resolution) Finding() (f Finding, ok bool) {
	if r.Agency != nil {
		return Finding{}, false
	}
	f = Finding{Code: AgencyUnresolved, Found: r.Printed, Detail: r.Reason}
	if len(r.Candidates) > 1 {
		f.Code = AgencyAmbiguous
	}
	if n := len(r.Candidates); n > 0 {
		f.Detail += ": " + strings.Join(r.Candidates[:min(n, maxListed)], " ")
		if n > maxListed {
			f.Detail += " …"
		}
	}
	return f, true
}

// AgencyKey names an agency in addresses and files: by its ID, or by a digest of its
// printed name where nothing proves which agency that is. A name counts up to a NUL, if it has
// one: SQLite gives functions no more of a text.
func AgencyKey(id, name string) string {
	if id != "" {
		return id
	}
	name, _, _ = strings.Cut(name, "\x00")
	sum := sha256.Sum256([]byte(name))
	return "n-" + hex.EncodeToString(sum[:8])
}
