package isolate

// RaceDetector is for tests that measure memory.
const RaceDetector = raceDetector
