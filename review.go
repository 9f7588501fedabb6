package gongkai

import "time"

// HumanReview is what a person says of a document after looking at it. It stands beside what
// the machine read and never takes its place.
type HumanReview struct {
	// SHA256 is the document's, in hex: a review of other bytes is one of another document.
	SHA256 string    `json:"sha256"`
	Time   time.Time `json:"time"`
	// By is who looked.
	By string `json:"by"`
	// Note is free text; empty for none.
	Note string `json:"note,omitempty"`
	// Readings are cells that the person read; none when the note is all.
	Readings []HumanReading `json:"readings,omitempty"`
}

// HumanReading is what a person reads in a cell.
type HumanReading struct {
	Cell    CellRef `json:"cell"`
	Printed string  `json:"printed"`
}
