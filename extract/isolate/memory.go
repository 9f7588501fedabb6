package isolate

import (
	"os"
	"runtime/metrics"
	"time"
)

// watchInterval is how often a busy worker's memory is looked at. At the
// 2 GB/s at which a Go program can fill fresh memory, it overshoots its limit
// by 50 MB at most.
const watchInterval = 25 * time.Millisecond

// watchMemory ends this process when the Go runtime has more than limitBytes
// from the system and has not given it back. It is for systems where the pool
// cannot see it.
func watchMemory(limitBytes int64) {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(watchInterval) {
		metrics.Read(samples)
		if samples[0].Value.Uint64()-samples[1].Value.Uint64() > uint64(limitBytes) {
			os.Exit(memoryExitStatus)
		}
	}
}
