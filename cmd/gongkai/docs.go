package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"gongkai/sinks/codebook"
)

// about is what the user says of the dataset.
type about struct {
	codebook.About
	path string
}

func (a *about) flags(f *pflag.FlagSet) {
	f.StringVar(&a.path, "about", "", "JSON file with title, version, published, licence, url and creators of the dataset")
}

// read reads the file that the flag names.
func (a *about) read() error {
	if a.path == "" {
		return nil
	}
	data, err := os.ReadFile(a.path)
	if err != nil {
		return usageError{err}
	}
	if a.About, err = codebook.ReadAbout(data); err != nil {
		return usageError{fmt.Errorf("%s: %w", a.path, err)}
	}
	return nil
}
