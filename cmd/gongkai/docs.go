package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"gongkai"
	"gongkai/sinks"
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

// writeDocs writes what the dataset says about itself. Every other file is
// closed.
func writeDocs(dataset *sinks.Dataset, about codebook.About, inputs *sinks.Inputs) error {
	files, err := dataset.Files()
	if err != nil {
		return err
	}
	info := codebook.Info{About: about, Program: madeBy(), Inputs: inputs.Count, InputsDigest: inputs.Digest(), Files: files}
	for _, f := range codebook.Files(info) {
		file, err := dataset.Create(f.Name)
		if err != nil {
			return err
		}
		_, err = file.Write(f.Data)
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// madeBy names the code that made the dataset by its source, not by how and where
// it was built: the same documents give the same bytes.
func madeBy() string { return "gongkai, code " + gongkai.CodeVersion()[:16] }

// provenance is what every Parquet file says of its making; it is asked for
// when all documents were written.
func provenance(inputs *sinks.Inputs) func() string {
	return func() string { return codebook.Provenance(madeBy(), inputs.Count, inputs.Digest()) }
}
