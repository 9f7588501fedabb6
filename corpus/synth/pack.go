package synth

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Packs are the kinds of archives that Pack makes.
func Packs() []string { return []string{"zip", "tar.gz"} }

// Pack writes documents into an archive, as agencies send them: a folder with a Chinese
// name, and in it a file for each, named for its number and its agency. In a zip names
// are in GBK and unmarked, as Windows in Chinese writes them; in a tar.gz in UTF-8. The
// same documents make the same bytes.
func Pack(w io.Writer, kind string, documents []Document) error {
	switch {
	case !slices.Contains(Packs(), kind):
		return fmt.Errorf("no archive is called %q", kind)
	case kind == "zip":
		return packZip(w, documents)
	}
	return packTar(w, documents)
}

func packedName(i int, d Document) string {
	return fmt.Sprintf("公开年报/%06d-%s.%s", i, d.Truth().Agency, d.Writer.Extension)
}

func packZip(w io.Writer, documents []Document) error {
	z := zip.NewWriter(w)
	for i, d := range documents {
		name, err := simplifiedchinese.GB18030.NewEncoder().String(packedName(i, d))
		if err != nil {
			return err
		}
		member, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
		if err == nil {
			_, err = member.Write(d.Data)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

func packTar(w io.Writer, documents []Document) error {
	z := gzip.NewWriter(w)
	t := tar.NewWriter(z)
	for i, d := range documents {
		err := t.WriteHeader(&tar.Header{Name: packedName(i, d), Mode: 0o644, Size: int64(len(d.Data))})
		if err == nil {
			_, err = t.Write(d.Data)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(t.Close(), z.Close())
}
