package main

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"os"

	"gongkai"
	"gongkai/corpus/agencies"
)

// loadAgencies reads the registry and the user's files, in their order.
func loadAgencies(files []string) (*agencies.Registry, error) {
	var readers []io.Reader
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, usageError{fmt.Errorf("--agencies: %w", err)}
		}
		// By itself first: its name belongs into the message. What it says of places is
		// checked against the table when all are loaded.
		if _, err := agencies.ParseFile(data); err != nil {
			return nil, agenciesError(fmt.Errorf("--agencies %s: %w", name, err))
		}
		readers = append(readers, bytes.NewReader(data))
	}
	registry, err := agencies.Load(readers...)
	if err != nil {
		return nil, agenciesError(fmt.Errorf("--agencies: %w", err))
	}
	return registry, nil
}

func agenciesError(err error) error {
	return hintedError{err, "docs/AGENCIES.md describes the format"}
}

// queryOf is what a report says of its agency.
func queryOf(r *gongkai.Report) agencies.Query {
	q := agencies.Query{Name: r.Agency, Year: r.Year}
	if u, err := url.Parse(r.Source.URL); err == nil {
		q.Host = u.Hostname()
	}
	for _, e := range r.Evidence {
		switch {
		case e.Field != "agency" || e.Value == r.Agency:
		case e.From == "metadata":
			q.Publisher = append(q.Publisher, e.Value)
		default:
			q.Others = append(q.Others, e.Value)
		}
	}
	for _, m := range r.Metadata {
		if m.Label == "SiteName" {
			q.Publisher = append(q.Publisher, m.Value)
		}
	}
	return q
}
