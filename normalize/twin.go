package normalize

import "gongkai"

// Twin is a second reading of r by another document of the same report, such as
// the attachment of its page. It is the caller who knows that they are of one
// report; the reading is unavailable if the two are one file, or name different
// years.
func Twin(r, twin *gongkai.Report) gongkai.SecondReading {
	second := gongkai.SecondReading{Method: twin.Method}
	switch {
	case r.Source.SHA256 == twin.Source.SHA256:
		second.Unavailable = "it is the same file"
		return second
	case r.Year != 0 && twin.Year != 0 && r.Year != twin.Year:
		second.Unavailable = "the documents do not name the same year"
		return second
	}
	for ref, v := range r.Cells() {
		c := gongkai.ComparedCell{Cell: ref, First: v.Printed}
		switch other := twin.At(ref); {
		case other == nil || other.State == gongkai.Absent:
			c.Reason = "the other document has no such cell"
		case other.Proof == gongkai.Doubtful:
			c.Reason = "the other document is doubtful there"
		default:
			c.Second, c.Agreement = other.Printed, gongkai.Differs
			if SameStatement(v, other) {
				c.Agreement = gongkai.Agrees
			}
		}
		second.Cells = append(second.Cells, c)
	}
	return second
}

// SameStatement reports whether two cells state the same: an equal number,
// whichever of them prints the unit, or the same text.
func SameStatement(a, b *gongkai.Value) bool {
	if a.State == gongkai.Number && b.State == gongkai.Number {
		return a.Number.Cmp(b.Number) == 0 && (a.Unit == b.Unit || a.Unit == "" || b.Unit == "")
	}
	return a.State == b.State && squeeze(a.Printed) == squeeze(b.Printed)
}
