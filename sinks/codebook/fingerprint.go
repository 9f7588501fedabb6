package codebook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"

	"gongkai/sinks"
)

// Fingerprint identifies the data of a dataset: the SHA-256, in hex, of what
// sha256sum prints for its Parquet files in the order of their names; empty when
// there are none. Anybody can check it:
//
//	sha256sum *.parquet | sha256sum
func Fingerprint(files []sinks.File) string {
	if !has(files, "parquet") {
		return ""
	}
	hash := sha256.New()
	for _, f := range files {
		if path.Ext(f.Name) == ".parquet" {
			fmt.Fprintf(hash, "%s  %s\n", f.SHA256, f.Name)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// has reports whether a table is there in one of the formats.
func has(files []sinks.File, formats ...string) bool {
	return slices.ContainsFunc(files, func(f sinks.File) bool {
		_, format, ok := tableOf(f)
		return ok && slices.Contains(formats, format)
	})
}

// tableOf returns the table that the file holds, and its format without dot.
func tableOf(f sinks.File) (t sinks.Table, format string, ok bool) {
	extension := path.Ext(f.Name)
	for _, t := range sinks.Tables() {
		if t.Name+extension == f.Name && (extension == ".parquet" || extension == ".csv") {
			return t, extension[1:], true
		}
	}
	return sinks.Table{}, "", false
}
