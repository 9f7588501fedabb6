package codebook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// citation is the CITATION.cff of the dataset. Its strings are JSON, which is
// YAML.
func citation(info Info) []byte {
	var b bytes.Buffer
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, quote(value))
		}
	}
	line("cff-version", "1.2.0")
	line("message", "If you use this dataset, please cite it as below. 使用本数据集时请按下列信息引用。")
	line("type", "dataset")
	line("title", info.Title)
	line("version", info.Version)
	line("date-released", info.Published)
	line("license", info.Licence)
	line("url", info.URL)
	b.WriteString("authors:\n")
	for _, name := range info.Creators {
		fmt.Fprintf(&b, "  - name: %s\n", quote(name))
	}
	if digest := Fingerprint(info.Files); digest != "" {
		fmt.Fprintf(&b, "identifiers:\n  - type: other\n    value: %s\n    description: %s\n",
			quote("sha256:"+digest), quote("fingerprint of the data: sha256sum *.parquet | sha256sum"))
	}
	line("abstract", about)
	return b.Bytes()
}

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string
	return strings.TrimSpace(b.String())
}

// citeAs is the citation as a sentence.
func citeAs(info Info) string {
	parts := []string{strings.Join(info.Creators, ", ") + ": " + info.Title + ", version " + info.Version}
	if info.Published != "" {
		parts = append(parts, info.Published)
	}
	if info.URL != "" {
		parts = append(parts, info.URL)
	}
	return strings.Join(append(parts, "sha256:"+Fingerprint(info.Files)), ", ")
}
