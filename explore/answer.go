package explore

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"gongkai/explore/store"
)

// WriteJSON writes an answer as a list of objects, one a line, with the columns in their
// order. Of columns with one name the last one counts for most readers.
func WriteJSON(w io.Writer, a store.Answer) error {
	if _, err := io.WriteString(w, "["); err != nil {
		return err
	}
	for i, row := range a.Rows {
		var b bytes.Buffer
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{")
		for j, v := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			name, err := json.Marshal(a.Columns[j])
			if err != nil {
				return err
			}
			value, err := json.Marshal(v)
			if err != nil {
				return err
			}
			b.Write(name)
			b.WriteByte(':')
			b.Write(value)
		}
		b.WriteByte('}')
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}

// WriteCSV writes an answer as CSV; null is an empty field.
func WriteCSV(w io.Writer, a store.Answer) error {
	out := csv.NewWriter(w)
	if err := out.WriteAll(answerTable(a)); err != nil {
		return err
	}
	return out.Error()
}

// maxColumnWidth is the width at which WriteText cuts a value.
const maxColumnWidth = 60

// WriteText writes an answer for a terminal: columns aligned, also where characters are
// two wide.
func WriteText(w io.Writer, a store.Answer) error {
	rows := answerTable(a)
	widths := make([]int, len(a.Columns))
	for _, row := range rows {
		for i := range row {
			row[i] = clip(strings.Join(strings.Fields(row[i]), " "))
			widths[i] = max(widths[i], uniseg.StringWidth(row[i]))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, field := range row {
			b.WriteString(field)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(field)+2))
			}
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

func clip(text string) string {
	width := 0
	for i, r := range text {
		if width += uniseg.StringWidth(string(r)); width > maxColumnWidth {
			return text[:i] + "…"
		}
	}
	return text
}
