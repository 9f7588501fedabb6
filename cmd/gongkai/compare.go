package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/sinks/codebook"
	"gongkai/sinks/parquet"
)

func compareCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "say what changed from one dataset to the next, and which version that makes",
		Long: `compare reads the Parquet files of two datasets and says of every table that differs what was
added, changed or removed. The first line is the number of the version that goes up: patch when
every table holds the same, minor when tables, columns or rows were added, major when anything was
changed or removed; then the version itself, when OLD states one. Every single value that differs,
and why, lists gongkai diff.`,
		Example: `  gongkai compare published/ dataset/`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, folder := range args {
				if info, err := os.Stat(folder); err != nil {
					return usageError{err}
				} else if !info.IsDir() {
					return usageError{fmt.Errorf("%s: is not a folder", folder)}
				}
			}
			differences, err := parquet.Compare(os.DirFS(args[0]), os.DirFS(args[1]))
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), versionChange(differences, versionOf(args[0])))
			return err
		},
	}
}

// versionChange is what compare prints; version is that of the old dataset, empty
// when it states none.
func versionChange(differences []parquet.Difference, version string) string {
	change := parquet.Patch
	var tables strings.Builder
	for _, d := range differences {
		change = max(change, d.Change)
		fmt.Fprintf(&tables, "  %-14s  %-5s  %s\n", d.Table, d.Change, d.What)
	}
	first := change.String()
	if next, ok := codebook.Next(version, int(parquet.Major-change)); ok {
		first += ": " + version + " → " + next
	}
	return first + "\n" + tables.String()
}

// versionOf is the version that the dataset in the folder states.
func versionOf(folder string) string {
	var p struct{ Version string }
	data, err := os.ReadFile(filepath.Join(folder, "datapackage.json"))
	if err != nil || json.Unmarshal(data, &p) != nil {
		return ""
	}
	return p.Version
}
