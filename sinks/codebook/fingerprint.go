package codebook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"

	"gongkai/sinks"
)

// Fingerprint identifies the data of a dataset: the SHA-256, in hex, of what
// sha256sum prints for its Parquet files in the order of their names. Anybody
// can check it:
//
//	sha256sum *.parquet | sha256sum
func Fingerprint(files []sinks.File) string {
	hash := sha256.New()
	for _, f := range files {
		if path.Ext(f.Name) == ".parquet" {
			fmt.Fprintf(hash, "%s  %s\n", f.SHA256, f.Name)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
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
