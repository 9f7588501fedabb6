//go:build race

package isolate

// raceDetector needs several times the memory of the program itself.
const raceDetector = true
