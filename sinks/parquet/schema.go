package parquet

import (
	"encoding/json"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"gongkai/sinks"
)

// createdBy is fixed: the bytes of a dataset do not change with the program's
// build.
const createdBy = "gongkai version 1.0.0 (build parquet-go)"

// Keys of the metadata that describes a table, and of its provenance (PROV-JSON).
const (
	tableKey      = "gongkai.table"
	columnsKey    = "gongkai.columns"
	provenanceKey = "gongkai.prov"
)

func options(t sinks.Table, codec compress.Codec) ([]parquet.WriterOption, error) {
	description, err := describe(t)
	if err != nil {
		return nil, err
	}
	options := []parquet.WriterOption{
		parquet.NewSchema(t.Name, schemaOf(t)),
		&parquet.WriterConfig{CreatedBy: createdBy, DataPageStatistics: true},
		parquet.PageBufferSize(pageBytes),
		parquet.Compression(codec),
		parquet.KeyValueMetadata(tableKey, t.Description),
		parquet.KeyValueMetadata(columnsKey, description),
		// Bounds cut in the middle of a character would not be text.
		parquet.ColumnIndexSizeLimit(func([]string) int { return neverCut }),
		parquet.SortingWriterConfig(parquet.SortingColumns(sortedBy(t)...)),
	}
	for _, c := range t.Columns {
		if !hasBounds(c) {
			options = append(options, parquet.SkipPageBounds(c.Name), parquet.SkipPageStatistics(c.Name))
		}
	}
	return options, nil
}

// neverCut is longer than any bound.
const neverCut = 1 << 30

func sortedBy(t sinks.Table) []parquet.SortingColumn {
	var columns []parquet.SortingColumn
	for _, name := range t.SortedBy {
		columns = append(columns, parquet.Ascending(name))
	}
	return columns
}

// describe is the columns' description as JSON.
func describe(t sinks.Table) (string, error) {
	type column struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Nullable    bool   `json:"nullable"`
		Unit        string `json:"unit,omitempty"`
		Description string `json:"description"`
		Chinese     string `json:"description_zh"`
	}
	columns := make([]column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = column{c.Name, c.Type.String(), c.Nullable, c.Unit, c.Description, c.Chinese}
	}
	b, err := json.Marshal(columns)
	return string(b), err
}

// ordered is a group whose fields keep their order; parquet.Group sorts them
// by name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

func (o ordered) Fields() []parquet.Field { return o.fields }

func schemaOf(t sinks.Table) parquet.Node {
	group := parquet.Group{}
	for _, c := range t.Columns {
		group[c.Name] = node(c)
	}
	byName := map[string]parquet.Field{}
	for _, field := range group.Fields() {
		byName[field.Name()] = field
	}
	o := ordered{Group: group}
	for _, c := range t.Columns {
		o.fields = append(o.fields, byName[c.Name])
	}
	return o
}

func node(c sinks.Column) parquet.Node {
	var n parquet.Node
	switch c.Type {
	case sinks.Code:
		n = parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	case sinks.Integer:
		n = parquet.Leaf(parquet.Int64Type)
	case sinks.Decimal:
		n = parquet.Leaf(unboundedDecimal())
	case sinks.Hundredths:
		n = parquet.Decimal(2, 10, parquet.Int64Type)
	case sinks.Date:
		n = parquet.Date()
	default:
		n = parquet.Leaf(unboundedText())
	}
	if c.Nullable {
		return parquet.Optional(n)
	}
	return n
}
