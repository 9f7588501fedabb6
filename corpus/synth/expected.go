package synth

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gongkai"
)

// Expected writes what a reading of the sample must find, as JSON: agency,
// year and layout; "requests", row code to its seven columns; "disputes", the
// 15 numbers; "proactive", row code to its values, whose columns
// "proactive_columns" names; "arithmetic", which identities the printed
// numbers break. Of an indicator list, "statistics2014" and "local" have row
// code to an object of columns instead. A row that is not printed is left out, null is a cell printed
// empty, a string is a cell that prints more than a number.
func (s *Sample) Expected() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n \"agency\": %s,\n \"year\": %d,\n \"layout\": %q", quote(s.Truth.Agency), s.Truth.Year, s.Truth.Layout)
	rows, columns := map[string][]json.RawMessage{}, map[string][]string{}
	for ref, v := range s.Truth.Cells() {
		key := ref.Table + "." + ref.Row
		rows[key] = append(rows[key], printedJSON(v))
		columns[key] = append(columns[key], ref.Column)
	}
	if s.form == (Form{}) {
		s.writeLists(&b)
		return b.Bytes()
	}
	writeRows(&b, gongkai.TableRequests, gongkai.TableRequests, rows)
	var disputes []json.RawMessage
	for route := range gongkai.DisputeRouteCount {
		disputes = append(disputes, rows[gongkai.TableDisputes+"."+route.String()]...)
	}
	fmt.Fprintf(&b, ",\n \"disputes\": %s", mustJSON(disputes))
	writeRows(&b, gongkai.TableProactive, gongkai.TableProactive, rows)
	writeRows(&b, "proactive_columns", gongkai.TableProactive, columns)
	s.writeEnd(&b)
	return b.Bytes()
}

func (s *Sample) writeEnd(b *bytes.Buffer) {
	if s.Arithmetic != "" {
		fmt.Fprintf(b, ",\n \"arithmetic\": %s", quote(s.Arithmetic))
	}
	b.WriteString("\n}\n")
}

// writeLists writes the tables that are lists as objects, row code to an object
// of column code to value.
func (s *Sample) writeLists(b *bytes.Buffer) {
	table, row := "", ""
	for ref, v := range s.Truth.Cells() {
		switch {
		case ref.Table != table && table != "":
			b.WriteString("}\n }")
			fallthrough
		case ref.Table != table:
			fmt.Fprintf(b, ",\n %q: {\n  %q: {", ref.Table, ref.Row)
		case ref.Row != row:
			fmt.Fprintf(b, "},\n  %q: {", ref.Row)
		default:
			b.WriteString(", ")
		}
		table, row = ref.Table, ref.Row
		fmt.Fprintf(b, "%q: %s", ref.Column, printedJSON(v))
	}
	if table != "" {
		b.WriteString("}\n }")
	}
	s.writeEnd(b)
}

// writeRows writes the rows of one table as an object, in official order.
func writeRows[T any](b *bytes.Buffer, key, table string, rows map[string][]T) {
	fmt.Fprintf(b, ",\n %q: {", key)
	separator := "\n"
	for _, schema := range gongkai.Schemas() {
		for _, row := range schema.Rows {
			if values, ok := rows[table+"."+row]; ok && schema.Table == table {
				fmt.Fprintf(b, "%s  %q: %s", separator, row, mustJSON(values))
				separator = ",\n"
			}
		}
	}
	b.WriteString("\n }")
}

// printedJSON is a number exactly as printed, null for an empty cell, else the
// printed text.
func printedJSON(v *gongkai.Value) json.RawMessage {
	switch {
	case v.State == gongkai.Blank:
		return json.RawMessage("null")
	case v.State == gongkai.Number && v.Printed == v.Number.String():
		return json.RawMessage(v.Printed)
	}
	return quote(v.Printed)
}

func quote(s string) json.RawMessage { return mustJSON(s) }

// mustJSON writes strings and raw numbers, which always succeeds.
func mustJSON(v any) json.RawMessage {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}
