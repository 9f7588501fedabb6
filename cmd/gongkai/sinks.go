package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"gongkai/cmd/build"
	"gongkai/sinks"
	"gongkai/sinks/csv"
	"gongkai/sinks/excel"
	"gongkai/sinks/jsonl"
	"gongkai/sinks/parquet"
	"gongkai/sinks/sqlite"
)

// formats are the sinks of build, one a line.
var formats = []struct {
	name  string
	open  func(*sinks.Inputs) opener
	files string
}{
	{"parquet", func(i *sinks.Inputs) opener { return parquet.Recording(build.Provenance(i)) }, "a Parquet file a table"},
	{"csv", plain(csv.New), "a CSV file a table"},
	{"jsonl", plain(jsonl.New), "a JSON Lines file a table"},
	{"sqlite", plain(sqlite.New), "dataset.sqlite with all tables, full-text search and views, and datasette.json"},
	{"excel", plain(excel.New), "dataset.xlsx with all but the longest tables"},
}

type opener = func(sinks.Create) (sinks.Sink, error)

// plain is a sink that does not say what the dataset was made of.
func plain(open opener) func(*sinks.Inputs) opener {
	return func(*sinks.Inputs) opener { return open }
}

func sinkNames() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// sinkHelp says what each sink writes.
func sinkHelp() string {
	var b strings.Builder
	for _, f := range formats {
		fmt.Fprintf(&b, "  %-8s %s\n", f.name, f.files)
	}
	return b.String()
}

// sinkFlags are the flags that choose sinks.
type sinkFlags struct {
	names []string
	csv   bool
}

func (s *sinkFlags) flags(set *pflag.FlagSet) {
	set.StringSliceVar(&s.names, "sinks", []string{"parquet"}, "what to write, separated by commas")
	set.BoolVar(&s.csv, "csv", false, "write CSV files too, like csv among --sinks")
}

func (s *sinkFlags) check() error {
	if s.csv {
		s.names = append(s.names, "csv")
		s.csv = false
	}
	there := strings.Join(sinkNames(), ", ")
	if len(s.names) == 0 {
		return usageError{errors.New("--sinks must name at least one of " + there)}
	}
	chosen := map[string]bool{}
	for _, name := range s.names {
		if !slices.Contains(sinkNames(), name) {
			return usageError{fmt.Errorf("--sinks: there is no sink %q; there are %s", name, there)}
		}
		chosen[name] = true
	}
	// Each once, in one order: what is chosen is compared with the last build.
	s.names = slices.DeleteFunc(sinkNames(), func(name string) bool { return !chosen[name] })
	return nil
}

// open begins every file of the dataset. The first sink is inputs, the second writes
// pictures of cells.
func (s *sinkFlags) open(dataset *sinks.Dataset, inputs *sinks.Inputs) ([]sinks.Sink, error) {
	opened := []sinks.Sink{inputs, sinks.Crops(dataset.Create)}
	for _, f := range formats {
		if !slices.Contains(s.names, f.name) {
			continue
		}
		sink, err := f.open(inputs)(dataset.Create)
		if err != nil {
			for _, o := range opened {
				err = errors.Join(err, o.Close())
			}
			return nil, err
		}
		opened = append(opened, sink)
	}
	return opened, nil
}
