package codebook

import (
	"bytes"
	"encoding/json"
)

// Provenance is the PROV-JSON (https://www.w3.org/submissions/prov-json/) of
// every table of a dataset: which documents, by number and digest, which program
// made it of. It holds no time and no path, so that the same documents and the
// same program give the same bytes.
func Provenance(program string, inputs int, inputsDigest string) string {
	typed := func(name string) object { return object{"$": name, "type": "prov:QUALIFIED_NAME"} }
	v := object{
		"prefix": object{"gongkai": "urn:gongkai:", "sha256": "urn:sha256:"},
		"entity": object{
			"sha256:" + inputsDigest: object{"prov:type": typed("prov:Collection"), "prov:label": "documents", "gongkai:documents": inputs,
				"gongkai:digest": "SHA-256 of column sha256 of documents, a line each"},
			"gongkai:dataset": object{"prov:type": typed("prov:Collection"), "prov:label": "dataset"},
		},
		"activity": object{"gongkai:build": object{"prov:label": "gongkai build"}},
		"agent": object{"gongkai:program": object{"prov:type": typed("prov:SoftwareAgent"),
			"prov:label": "gongkai", "gongkai:version": program}},
		"used":              object{"_:used": object{"prov:activity": "gongkai:build", "prov:entity": "sha256:" + inputsDigest}},
		"wasGeneratedBy":    object{"_:generated": object{"prov:entity": "gongkai:dataset", "prov:activity": "gongkai:build"}},
		"wasAssociatedWith": object{"_:associated": object{"prov:activity": "gongkai:build", "prov:agent": "gongkai:program"}},
		"wasDerivedFrom":    object{"_:derived": object{"prov:generatedEntity": "gongkai:dataset", "prov:usedEntity": "sha256:" + inputsDigest}},
	}
	var b bytes.Buffer
	_ = json.Compact(&b, encode(v)) // it was just encoded
	return b.String()
}
