package sinks

import "gongkai"

// Record is one addition to the dataset: a document, an agency or a piece of
// coverage. Exactly one of Document, Agency and Coverage is set.
type Record struct {
	Document *Document
	// Report and Standing are set for documents of StatusReport; a nil
	// Standing is the zero one.
	Report   *gongkai.Report
	Standing *gongkai.Standing
	Agency   *gongkai.Agency
	Coverage *gongkai.Coverage
}

// recordKind orders the records of a dataset.
type recordKind uint8

const (
	ofDocument recordKind = iota
	ofAgency
	ofCoverage
	noRecord
)

// kind is noRecord unless exactly one thing is recorded.
func (r Record) kind() recordKind {
	kind, n := noRecord, 0
	for k, set := range [...]bool{ofDocument: r.Document != nil, ofAgency: r.Agency != nil, ofCoverage: r.Coverage != nil} {
		if set {
			kind, n = recordKind(k), n+1
		}
	}
	if n != 1 {
		return noRecord
	}
	return kind
}

func (r Record) row() *row {
	at := &row{report: r.Report}
	if r.Document != nil {
		at.Document = *r.Document
	}
	if r.Standing != nil {
		at.standing = *r.Standing
	}
	if r.Agency != nil {
		at.agency = *r.Agency
	}
	if r.Coverage != nil {
		at.coverage = *r.Coverage
	}
	return at
}
