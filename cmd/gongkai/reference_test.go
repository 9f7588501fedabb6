package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/CLI.md and examples/expected anew")

// TestReference: docs/CLI.md is what the commands say of themselves.
func TestReference(t *testing.T) {
	const path = "../../docs/CLI.md"
	var want bytes.Buffer
	want.WriteString("# The command line\n\nWhat `gongkai COMMAND --help` prints. Made by `go test ./cmd/gongkai -run Reference -update`.\n")
	root := rootCommand()
	for _, c := range root.Commands() {
		if c.Hidden {
			continue
		}
		var help, errors bytes.Buffer
		if code := run([]string{c.Name(), "--help"}, &help, &errors); code != exitOK || errors.Len() > 0 {
			t.Fatalf("%s --help: exit code %d, %s", c.Name(), code, errors.String())
		}
		fmt.Fprintf(&want, "\n## gongkai %s\n\n```\n%s```\n", c.Name(), help.String())
	}
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
