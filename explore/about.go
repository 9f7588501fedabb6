package explore

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"
)

// about says what the dataset is, from its own CITATION.cff: title, version and
// fingerprint. A dataset without one is named by its folder.
func about(dataset string) string {
	var cff struct {
		Title, Version string
		Identifiers    []struct{ Value string }
	}
	data, err := os.ReadFile(filepath.Join(dataset, "CITATION.cff"))
	if err != nil || yaml.Unmarshal(data, &cff) != nil || cff.Title == "" {
		return filepath.Base(dataset)
	}
	text := fmt.Sprintf("%s, %s", cff.Title, cff.Version)
	for _, id := range cff.Identifiers {
		if strings.HasPrefix(id.Value, "sha256:") && len(id.Value) > fingerprintLength {
			text += ", " + id.Value[:fingerprintLength]
		}
	}
	return text
}

// fingerprintLength is how much of a fingerprint is cited: "sha256:" and 16 digits.
const fingerprintLength = 23
