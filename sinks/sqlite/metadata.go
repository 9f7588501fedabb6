package sqlite

import (
	"encoding/json"
	"errors"
	"strings"

	"gongkai/sinks"
)

// Parts of Datasette's metadata (https://docs.datasette.io/en/stable/metadata.html).
type (
	metadata struct {
		Title       string              `json:"title"`
		Description string              `json:"description"`
		License     string              `json:"license"`
		Source      string              `json:"source"`
		Databases   map[string]database `json:"databases"`
	}
	database struct {
		Tables  map[string]table `json:"tables"`
		Queries map[string]query `json:"queries"`
	}
	table struct {
		Description string            `json:"description,omitempty"`
		Columns     map[string]string `json:"columns,omitempty"`
		Facets      []string          `json:"facets,omitempty"`
		FTSTable    string            `json:"fts_table,omitempty"`
		FTSPK       string            `json:"fts_pk,omitempty"`
		Hidden      bool              `json:"hidden,omitempty"`
	}
	query struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		SQL         string `json:"sql"`
	}
)

// facets are columns of few values, by which a reader narrows a table.
var facets = map[string][]string{
	"documents": {"status", "reason", "format"},
	"reports":   {"year", "status", "layout", "role"},
	"series":    {"indicator", "year", "proof"},
	"findings":  {"code", "severity"},
	"copies":    {"section", "year"},
	"agencies":  {"level", "function"},
	"coverage":  {"state", "year"},
}

func writeMetadata(create sinks.Create) error {
	text, err := json.MarshalIndent(describeForDatasette(), "", "  ")
	if err != nil {
		return err
	}
	file, err := create(metadataName)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	return errors.Join(err, file.Close())
}

func describeForDatasette() metadata {
	d := database{Tables: map[string]table{searchTable: {Hidden: true}}, Queries: queries}
	for _, t := range sinks.Tables() {
		described := table{Description: t.Description, Columns: map[string]string{}, Facets: facets[t.Name]}
		for _, c := range t.Columns {
			described.Columns[c.Name] = description(c)
			// Not in Datasette's "units": it knows physical units only, fails on 件,
			// and would write 1000 of them as 1 k件.
			if c.Unit != "" {
				described.Columns[c.Name] += "; unit: " + c.Unit
			}
		}
		if t.Name == "sections" {
			described.FTSTable, described.FTSPK = searchTable, "rowid"
		}
		d.Tables[t.Name] = described
	}
	return metadata{
		Title: "政府信息公开工作年度报告 · Disclosure reports of Chinese agencies",
		Description: "What Chinese agencies state in their annual disclosure reports, as printed. Every number says where it stands and what vouches for it " +
			"(columns proof and status). Views current_* leave out the second documents of a report.",
		License: "gongkai claims no right in the numbers and texts; they are the agencies' own, published under the 政府信息公开条例",
		Source:  "The reports as the agencies published them; table documents names each",
		Databases: map[string]database{
			strings.TrimSuffix(databaseName, ".sqlite"): d,
		},
	}
}
