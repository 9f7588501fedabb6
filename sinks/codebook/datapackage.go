package codebook

import (
	"regexp"
	"strings"

	"gongkai/sinks"
)

// The parts of a Data Package that we use, in the order of the specification:
// https://datapackage.org/standard/data-package/
type (
	dataPackage struct {
		Schema       string        `json:"$schema"`
		Name         string        `json:"name"`
		Title        string        `json:"title"`
		Description  string        `json:"description"`
		Version      string        `json:"version"`
		Homepage     string        `json:"homepage,omitempty"`
		Licenses     []licence     `json:"licenses,omitempty"`
		Contributors []contributor `json:"contributors"`
		Created      string        `json:"created,omitempty"`
		Fingerprint  string        `json:"fingerprint,omitempty"`
		Inputs       inputs        `json:"inputs"`
		Program      string        `json:"program"`
		Resources    []resource    `json:"resources"`
	}
	licence struct {
		Name string `json:"name"`
	}
	contributor struct {
		Title string   `json:"title"`
		Roles []string `json:"roles"`
	}
	// inputs is ours: what the dataset was made of.
	inputs struct {
		Documents int    `json:"documents"`
		SHA256    string `json:"sha256"`
	}
	resource struct {
		Name        string  `json:"name"`
		Type        string  `json:"type"`
		Path        string  `json:"path"`
		Description string  `json:"description"`
		Format      string  `json:"format"`
		MediaType   string  `json:"mediatype"`
		Encoding    string  `json:"encoding,omitempty"`
		Bytes       int64   `json:"bytes,omitempty"`
		Hash        string  `json:"hash"`
		Schema      *schema `json:"schema"`
	}
	schema struct {
		Schema      string       `json:"$schema"`
		Fields      []field      `json:"fields"`
		PrimaryKey  []string     `json:"primaryKey,omitempty"`
		ForeignKeys []foreignKey `json:"foreignKeys,omitempty"`
	}
	field struct {
		Name        string       `json:"name"`
		Type        string       `json:"type"`
		Description string       `json:"description"`
		Unit        string       `json:"unit,omitempty"`
		Missing     []missing    `json:"missingValues"`
		Constraints *constraints `json:"constraints,omitempty"`
	}
	missing struct {
		Value string `json:"value"`
		Label string `json:"label"`
	}
	constraints struct {
		Required bool `json:"required"`
	}
	foreignKey struct {
		Fields    []string  `json:"fields"`
		Reference reference `json:"reference"`
	}
	reference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	}
)

const (
	packageProfile = "https://datapackage.org/profiles/2.0/datapackage.json"
	schemaProfile  = "https://datapackage.org/profiles/2.0/tableschema.json"
)

var mediaTypes = map[string]string{
	"csv":     "text/csv",
	"parquet": "application/vnd.apache.parquet",
}

func datapackage(info Info) []byte {
	p := dataPackage{
		Schema: packageProfile, Name: "gongkai", Title: info.Title, Description: about,
		Version: info.Version, Homepage: info.URL,
		Inputs: inputs{info.Inputs, "sha256:" + info.InputsDigest}, Program: "gongkai " + info.Program,
		Resources: []resource{},
	}
	if digest := Fingerprint(info.Files); digest != "" {
		p.Fingerprint = "sha256:" + digest
	}
	if info.Licence != "" {
		p.Licenses = []licence{{info.Licence}}
	}
	if info.Published != "" {
		p.Created = info.Published + "T00:00:00Z"
	}
	for _, name := range info.Creators {
		p.Contributors = append(p.Contributors, contributor{name, []string{"creator"}})
	}
	for _, f := range info.Files {
		if t, format, ok := tableOf(f); ok {
			p.Resources = append(p.Resources, resourceOf(f, t, format))
		}
	}
	return encode(p)
}

// resourceOf describes the file of a table. The resource of a Parquet file has
// the table's name, that of a CSV file ends in -csv.
func resourceOf(f sinks.File, t sinks.Table, format string) resource {
	r := resource{Name: resourceName(t.Name, format), Type: "table", Path: f.Name, Format: format, MediaType: mediaTypes[format],
		Description: t.Description + "\n\n" + t.Chinese, Hash: "sha256:" + f.SHA256}
	if format == "csv" {
		// frictionless-py does not count the bytes of a Parquet file and says
		// that a stated number is wrong.
		r.Encoding, r.Bytes = "utf-8", f.Bytes
	}
	s := &schema{Schema: schemaProfile, PrimaryKey: t.Key}
	for _, c := range t.Columns {
		s.Fields = append(s.Fields, fieldOf(t, c, format))
	}
	for _, ref := range t.References {
		target := resourceName(ref.Table, format)
		if ref.Table == t.Name {
			target = "" // the resource itself
		}
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{ref.Column}, reference{target, []string{ref.Target}}})
	}
	r.Schema = s
	return r
}

func resourceName(table, format string) string {
	if format == "parquet" {
		return table
	}
	return table + "-" + format
}

// fieldOf describes a column. Only a column that may be null has missing
// values: elsewhere the empty text is a text. Readers of Parquet that know no
// null in a column of numbers (pandas, and with it frictionless-py) show NaN.
func fieldOf(t sinks.Table, c sinks.Column, format string) field {
	types := map[sinks.Type]string{sinks.Integer: "integer", sinks.Decimal: "number", sinks.Hundredths: "number", sinks.Date: "date"}
	f := field{Name: c.Name, Type: "string", Description: c.Description + "\n\n" + c.Chinese, Unit: c.Unit, Missing: []missing{}}
	if name, ok := types[c.Type]; ok {
		f.Type = name
	}
	if c.Nullable {
		value := ""
		if format == "parquet" && f.Type != "string" {
			value = "nan"
		}
		f.Missing = append(f.Missing, missing{value, whyMissing(t, c)})
	} else if f.Type != "string" {
		f.Constraints = &constraints{Required: true}
	}
	return f
}

var nullClause = regexp.MustCompile(`(?i)\bnull (when|where|unless|for|until) [^;:]*`)

// whyMissing is what null means in the column, in the words of its description
// or else of the table's. TestWhyMissing makes sure that there are some.
func whyMissing(t sinks.Table, c sinks.Column) string {
	for _, text := range []string{c.Description, t.Description} {
		if clause := nullClause.FindString(text); clause != "" {
			return strings.ToLower(clause[:1]) + clause[1:]
		}
	}
	return ""
}
