//go:build !unix

package sinktest

import (
	"errors"
	"testing"
)

// withFileLimit says that the disk is full without trying: this system does
// not bound the size of files.
func withFileLimit(*testing.T, int, func() error) error { return errors.ErrUnsupported }
