// Package optional lets tests do without what a user need not have: the real
// samples beside the checkout, LibreOffice, a browser.
package optional

import (
	"os"
	"testing"
)

// Skip skips the test with the reason, or fails it where GONGKAI_REQUIRE is
// "all", as in CI, so that nothing is left untested there by accident.
func Skip(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("GONGKAI_REQUIRE") == "all" {
		t.Fatal("GONGKAI_REQUIRE=all: " + reason)
	}
	t.Skip(reason)
}
