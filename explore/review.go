package explore

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"gongkai"
	"gongkai/explore/store"
)

// Reviews are what people say of documents, by the SHA-256 of the documents. They are
// safe for concurrent use.
type Reviews interface {
	// Of returns them, oldest first.
	Of(sha256 string) []gongkai.HumanReview
	// Add keeps one; the error says what is wrong with it, or why it cannot be kept.
	Add(gongkai.HumanReview) error
}

// reviewsOf are the reviews of a report: those that the dataset was built with, and those
// that came since.
func (s *Site) reviewsOf(r *request, rep store.Report) ([]gongkai.HumanReview, error) {
	list, err := s.store.ReviewsOf(r.Context(), rep)
	if err != nil || s.config.Reviews == nil {
		return list, err
	}
	for _, added := range s.config.Reviews.Of(rep.SHA256) {
		if !slices.ContainsFunc(list, func(l gongkai.HumanReview) bool {
			return l.By == added.By && l.Time.Equal(added.Time.Truncate(time.Second))
		}) {
			list = append(list, added)
		}
	}
	return list, nil
}

// addReview keeps what a reader says of a report. It changes a text file, and neither the
// dataset nor what the machine read.
func (s *Site) addReview(l Language) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.config.Reviews == nil {
			http.Error(w, l.T("这个网站只供阅读", "this site is for reading only"), http.StatusForbidden)
			return
		}
		rep, err := s.store.Report(r.Context(), r.PathValue("report"))
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		review := gongkai.HumanReview{SHA256: rep.SHA256, Time: time.Now().UTC().Truncate(time.Second), By: strings.TrimSpace(r.PostFormValue("by")), Note: strings.TrimSpace(r.PostFormValue("note"))}
		if review.Readings, err = readingsOf(r.PostFormValue("readings")); err == nil {
			err = s.config.Reviews.Add(review)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, fmt.Sprintf("/%s/reports/%s/#reviews", l, rep.ID), http.StatusSeeOther)
	}
}

// readingsOf parses what was read in cells: a line each, like
// "requests.granted.total = 12"; nothing after the sign is a blank cell.
func readingsOf(text string) ([]gongkai.HumanReading, error) {
	var readings []gongkai.HumanReading
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cell, printed, ok := strings.Cut(line, "=")
		parts := strings.Split(strings.TrimSpace(cell), ".")
		if !ok || len(parts) != 3 {
			return nil, errors.New("not “table.row.column = reading”: " + strings.TrimSpace(line))
		}
		readings = append(readings, gongkai.HumanReading{Cell: gongkai.CellRef{Table: parts[0], Row: parts[1], Column: parts[2]}, Printed: strings.TrimSpace(printed)})
	}
	return readings, nil
}
