// Package codebook writes what a dataset says about itself: the files that a
// person, a library, a search engine and a citation manager look for beside
// the data.
//
//	codebook.md       every table, column, code and pitfall, for people
//	codebook.csv      the same as a table: one row a column, and one a cell of
//	                  the official forms
//	datapackage.json  Frictionless Data Package 2.0 (https://datapackage.org)
//	croissant.json    Croissant 1.1 (https://mlcommons.org/croissant)
//	CITATION.cff      Citation File Format 1.2.0
//
// Everything comes from [sinks.Tables], the terms, parts and identities of the
// root package, and [Info]; nothing is stated here that is stated there. The
// same Info gives the same bytes: there is no clock and no path.
//
// It is a package below sinks because it writes files of the dataset, and not
// a sink, because it can only be written when the others are closed.
package codebook

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"gongkai/sinks"
)

// About is what the maker of a dataset says about it. Its JSON is the file of
// build --about. Every field may be empty.
type About struct {
	// Title defaults to DefaultTitle.
	Title string `json:"title"`
	// Version is three numbers, by the rule of Compare in sinks/parquet;
	// DefaultVersion when the dataset was never published.
	Version string `json:"version"`
	// Published is the day of publication, YYYY-MM-DD.
	Published string `json:"published"`
	// Licence is an SPDX identifier, like CC-BY-4.0.
	Licence string `json:"licence"`
	// URL is where the dataset can be found.
	URL string `json:"url"`
	// Creators are the people or organisations to cite, by name; gongkai itself
	// when there is none.
	Creators []string `json:"creators"`
}

// What is said when About says nothing.
const (
	DefaultTitle   = "Annual disclosure reports of Chinese agencies 政府信息公开工作年度报告"
	DefaultVersion = "0.0.0"
	defaultCreator = "gongkai"
)

var semantic = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$`)

// Next is the version that follows the given one after a change of the major,
// minor or patch number, counted from 0. ok is false if it is no version.
func Next(version string, number int) (next string, ok bool) {
	match := semantic.FindStringSubmatch(version)
	if match == nil {
		return "", false
	}
	for i := range 3 {
		n, err := strconv.Atoi(match[i+1])
		if err != nil {
			return "", false
		}
		switch {
		case i == number:
			n++
		case i > number:
			n = 0
		}
		next += "." + strconv.Itoa(n)
	}
	return next[1:], true
}

// ReadAbout reads About from JSON. Unknown names, a version that is not three
// numbers and a date that is none are errors.
func ReadAbout(data []byte) (About, error) {
	var a About
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return About{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return About{}, errors.New("there is text behind the end")
	}
	if a.Version != "" && !semantic.MatchString(a.Version) {
		return About{}, fmt.Errorf("version %q: wanted three numbers, like 1.4.0", a.Version)
	}
	if _, err := time.Parse(time.DateOnly, a.Published); a.Published != "" && err != nil {
		return About{}, fmt.Errorf("published %q: wanted a day, like 2025-03-31", a.Published)
	}
	return a, nil
}

// Info is all that the files state beside the tables themselves.
type Info struct {
	About
	// Program is the version of the program.
	Program string
	// Inputs and InputsDigest are those of sinks.Inputs.
	Inputs       int
	InputsDigest string
	// Files are those of the dataset that are there already. Files that are no
	// table are listed without fields.
	Files []sinks.File
}

// File is a file to write.
type File struct {
	Name string
	Data []byte
}

// Files are the documentation of the dataset, by name. A dataset without Parquet
// has no croissant.json, one without CSV either no datapackage.json.
func Files(info Info) []File {
	info.Title, info.Version = cmp.Or(info.Title, DefaultTitle), cmp.Or(info.Version, DefaultVersion)
	if len(info.Creators) == 0 {
		info.Creators = []string{defaultCreator}
	}
	files := []File{{"CITATION.cff", citation(info)}, {"codebook.csv", table()}, {"codebook.md", Markdown()}}
	if has(info.Files, "parquet") {
		files = append(files, File{"croissant.json", croissant(info)})
	}
	if has(info.Files, "parquet", "csv") {
		files = append(files, File{"datapackage.json", datapackage(info)})
	}
	return files
}

// encode is JSON for people: indented, with < and > as they are.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // strings, numbers, slices and maps of them
	}
	return b.Bytes()
}
