package optional

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Python returns a Python 3 that has the modules: GONGKAI_PYTHON, or else the
// python3 on the path. Without one the test is skipped. What to install is in
// examples/requirements.txt.
func Python(t testing.TB, modules ...string) string {
	t.Helper()
	python := cmp.Or(os.Getenv("GONGKAI_PYTHON"), "python3")
	t.Setenv("PYTHONUTF8", "1") // our files are UTF-8, whatever the language of the machine
	// Importing them takes seconds; that they are there is enough.
	const find = "import importlib.util, sys; sys.exit(' '.join(m for m in sys.argv[1:] if not importlib.util.find_spec(m)) or 0)"
	if output, err := exec.Command(python, append([]string{"-c", find}, modules...)...).CombinedOutput(); err != nil {
		Skip(t, fmt.Sprintf("%s without modules %s: %v", python, strings.TrimSpace(string(output)), err))
	}
	return python
}
