//go:build !(linux || darwin)

package sinktest

var limitFiles func(bytes int) error
