//go:build !unix

package main

// cpuSeconds is 0: the benchmarks are for Linux.
func cpuSeconds() float64 { return 0 }
