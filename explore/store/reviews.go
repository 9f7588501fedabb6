package store

import (
	"context"
	"time"

	"gongkai"
)

// ReviewsOf returns what people said of the report when the dataset was built, oldest
// first.
func (s *Store) ReviewsOf(ctx context.Context, r Report) ([]gongkai.HumanReview, error) {
	type line struct {
		reviewed, by, note string
		reading            gongkai.HumanReading
	}
	lines, err := all(ctx, s, func(row scanner) (l line, err error) {
		err = row.Scan(&l.reviewed, &l.by, &l.note, &l.reading.Cell.Table, &l.reading.Cell.Row, &l.reading.Cell.Column, &l.reading.Printed)
		l.by = short(l.by)
		shorten(&l.note, &l.reading.Printed)
		return l, err
	}, `SELECT reviewed, reviewer, ifnull(note, ''), ifnull("table", ''), ifnull(row, ''), ifnull("column", ''), ifnull(reading, '')
		FROM reviews WHERE report_id = ? ORDER BY position`, r.ID)
	if err != nil {
		return nil, err
	}
	var list []gongkai.HumanReview
	for _, l := range lines {
		at, err := time.Parse(time.RFC3339, l.reviewed)
		if err != nil {
			return nil, err
		}
		if n := len(list); n == 0 || !list[n-1].Time.Equal(at) || list[n-1].By != l.by {
			list = append(list, gongkai.HumanReview{SHA256: r.SHA256, Time: at, By: l.by, Note: l.note})
		}
		if l.reading.Cell.Table != "" {
			last := &list[len(list)-1]
			last.Readings = append(last.Readings, l.reading)
		}
	}
	return list, nil
}
