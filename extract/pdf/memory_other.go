//go:build !unix

package pdf

import "context"

// withMemory leaves an instance's memory to wazero.
func withMemory(ctx context.Context) context.Context { return ctx }
