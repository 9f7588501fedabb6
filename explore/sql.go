package explore

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/explore/store"
)

// webBounds are what a question from the page may take.
var webBounds = store.Bounds{Time: 10 * time.Second, Rows: 1000, Bytes: 4 << 20}

// sqlData is what the page for SQL shows.
type sqlData struct {
	Question string
	Answer   *store.Answer
	// Problem is why there is no answer; empty when there is none to say.
	Problem  string
	Examples []example
	CSV      string
	JSON     string
	// DuckDB and Pandas ask the same outside of this site.
	DuckDB, Pandas string
}

// example is a question that is ready to ask.
type example struct{ Title, SQL, Address string }

// examples are the dataset's own, from what it says to Datasette.
func examples(dataset string) []example {
	var metadata struct {
		Databases map[string]struct {
			Queries map[string]struct{ Title, SQL string }
		}
	}
	data, err := os.ReadFile(filepath.Join(dataset, "datasette.json"))
	if err != nil || json.Unmarshal(data, &metadata) != nil {
		return nil
	}
	var list []example
	for _, database := range metadata.Databases {
		for _, q := range database.Queries {
			// Those with a parameter ask Datasette for it.
			if !strings.Contains(q.SQL, ":") {
				list = append(list, example{Title: q.Title, SQL: q.SQL})
			}
		}
	}
	slices.SortFunc(list, func(a, b example) int { return strings.Compare(a.Title, b.Title) })
	return list
}

// sql answers a question: ?q=select….
func (s *Site) sql(r *request) (*view, error) {
	d := sqlData{Question: r.FormValue("q"), Examples: s.examples}
	v := &view{template: "sql", Title: "SQL"}
	if d.Question != "" {
		answer, err := s.store.Query(r.Context(), d.Question, webBounds)
		switch {
		case errors.Is(err, store.ErrSQL), errors.Is(err, store.ErrTime):
			d.Problem = err.Error()
		case err != nil:
			return nil, err
		default:
			d.Answer, v.Table = &answer, answerTable(answer)
		}
		d.CSV = addressCSV(r)
		d.JSON = strings.Replace(d.CSV, ".csv", ".json", 1)
		// As it is asked: its tables and views are those of the SQLite file.
		d.DuckDB = "duckdb -c " + shellQuote("attach 'dataset.sqlite' as d (type sqlite); use d; "+d.Question)
		d.Pandas = fmt.Sprintf("pandas.read_sql(%q, sqlite3.connect('dataset.sqlite'))", d.Question)
	}
	v.Data = d
	return v, nil
}

// sqlJSON is the answer as JSON: a list of objects, one a row.
func (s *Site) sqlJSON(w http.ResponseWriter, r *http.Request) {
	answer, err := s.store.Query(r.Context(), r.FormValue("q"), webBounds)
	if err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, store.ErrSQL) || errors.Is(err, store.ErrTime) {
			status = http.StatusBadRequest
		}
		http.Error(w, err.Error(), status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = WriteJSON(w, answer) // an error means that the reader is gone
}

func answerTable(a store.Answer) table {
	t := table{a.Columns}
	for _, row := range a.Rows {
		line := make([]string, len(row))
		for i, v := range row {
			if v != nil {
				line[i] = fmt.Sprint(v)
			}
		}
		t = append(t, line)
	}
	return t
}
