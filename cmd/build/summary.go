package build

import (
	"gongkai"
	"gongkai/sinks"
)

// Summary counts what became of the documents of a batch.
type Summary struct {
	Documents map[sinks.DocumentStatus]int
	Reports   map[gongkai.Status]int
	Reasons   map[string]int
	// Roles counts reports that are not the principal document of theirs.
	Roles map[gongkai.Role]int
	// Unchanged says that the dataset was there already.
	Unchanged bool
	// Passing says that a document may read otherwise the next time.
	Passing bool `json:"-"`
}

// NewSummary is one of no document.
func NewSummary() *Summary {
	return &Summary{Documents: map[sinks.DocumentStatus]int{}, Reports: map[gongkai.Status]int{}, Reasons: map[string]int{}, Roles: map[gongkai.Role]int{}}
}

func (s *Summary) add(c composed) {
	s.Documents[c.Document.Status]++
	if c.Report != nil {
		s.Reports[c.Report.Status]++
		s.Roles[c.Standing.Role]++
	}
	if c.Document.Status == sinks.StatusUnreadable {
		s.Reasons[c.Document.Reason]++
	}
	s.Passing = s.Passing || c.passing
}

// Unreadable is how many documents could not be read.
func (s *Summary) Unreadable() int { return s.Documents[sinks.StatusUnreadable] }
