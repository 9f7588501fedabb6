package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "write docs/CLI.md and examples/expected anew")

// TestReference: docs/CLI.md is what the commands say of themselves.
func TestReference(t *testing.T) {
	const path = "../../docs/CLI.md"
	var want bytes.Buffer
	want.WriteString("# The command line\n\nWhat `gongkai COMMAND --help` prints. Made by `go test ./cmd/gongkai -run Reference -update`.\n")
	writeReference(t, &want, rootCommand())
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("docs/CLI.md is not what the commands say: run with -update (-want +got):\n%s", diff)
	}
}

// writeReference writes what the commands below c say, and those below them.
func writeReference(t *testing.T, w io.Writer, c *cobra.Command) {
	for _, c := range c.Commands() {
		if c.Hidden || c.Name() == "help" {
			continue
		}
		var help, errors bytes.Buffer
		words := append(strings.Fields(c.CommandPath())[1:], "--help")
		if code := run(words, &help, &errors); code != exitOK || errors.Len() > 0 {
			t.Fatalf("%q: exit code %d, %s", words, code, errors.String())
		}
		fmt.Fprintf(w, "\n## %s\n\n```\n%s```\n", c.CommandPath(), help.String())
		writeReference(t, w, c)
	}
}
