package build

import (
	"net/url"

	"gongkai"
	"gongkai/corpus/agencies"
)

// queryOf is what a report says of its agency.
func queryOf(r *gongkai.Report) agencies.Query {
	q := agencies.Query{Name: r.Agency, Year: r.Year}
	if u, err := url.Parse(r.Source.URL); err == nil {
		q.Host = u.Hostname()
	}
	for _, e := range r.Evidence {
		switch {
		case e.Field != "agency" || e.Value == r.Agency:
		case e.From == "metadata":
			q.Publisher = append(q.Publisher, e.Value)
		default:
			q.Others = append(q.Others, e.Value)
		}
	}
	for _, m := range r.Metadata {
		if m.Label == "SiteName" {
			q.Publisher = append(q.Publisher, m.Value)
		}
	}
	return q
}
