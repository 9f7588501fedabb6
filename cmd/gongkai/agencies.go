package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

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
