// Package build makes a dataset of documents: it surveys every one, plans what each
// report is compared with, and writes them. The command line does all of it on one
// machine; the distributed run (beam) does the same steps for shares of the documents.
package build

import (
	"errors"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/codebook"
)

// WriteDocs writes what the dataset says about itself. Every other file is
// closed.
func WriteDocs(dataset *sinks.Dataset, about codebook.About, inputs *sinks.Inputs) error {
	files, err := dataset.Files()
	if err != nil {
		return err
	}
	info := codebook.Info{About: about, Program: MadeBy(), Inputs: inputs.Count, InputsDigest: inputs.Digest(), Files: files}
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

// MadeBy names the code that made the dataset by its source, not by how and where
// it was built: the same documents give the same bytes.
func MadeBy() string { return "gongkai, code " + gongkai.CodeVersion()[:16] }

// Provenance is what every Parquet file says of its making; it is asked for
// when all documents were written.
func Provenance(inputs *sinks.Inputs) func() string {
	return func() string { return codebook.Provenance(MadeBy(), inputs.Count, inputs.Digest()) }
}
