package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestListenWarns: an address that others reach shows a warning, one of this machine none.
func TestListenWarns(t *testing.T) {
	for addr, warns := range map[string]bool{"127.0.0.1:0": false, "0.0.0.0:0": true} {
		var out, errs bytes.Buffer
		ctx, stop := context.WithCancel(t.Context())
		stop() // it listens, says so, and ends
		c := &cobra.Command{}
		c.SetContext(ctx)
		c.SetOut(&out)
		c.SetErr(&errs)
		if err := listen(c, addr, http.NotFoundHandler()); err != nil && err != http.ErrServerClosed {
			t.Errorf("%s: %v", addr, err)
		}
		if got := strings.Contains(errs.String(), "warning"); got != warns {
			t.Errorf("%s: %q", addr, errs.String())
		}
		if !strings.HasPrefix(out.String(), "http://") {
			t.Errorf("%s: %q", addr, out.String())
		}
	}
}
