package sinks

import (
	"math"
	"testing"
)

func TestValidText(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		"年报":                 "年报",
		"\uFFFD":             "\uFFFD",
		"\xb9\xab":           `\xB9\xAB`,
		"a\xffb":             `a\xFFb`,
		"年\xe5\xb9":          `年\xE5\xB9`,
		"\xed\xa0\x80":       `\xED\xA0\x80`,
		"\xf4\x90\x80\x80 x": `\xF4\x90\x80\x80 x`,
	} {
		if got := validText(text); got != want {
			t.Errorf("validText(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHundredths(t *testing.T) {
	for points, want := range map[float64]string{
		0:             "0.00",
		0.004:         "0.00",
		0.006:         "0.01",
		-0.25:         "-0.25",
		-12.5:         "-12.50",
		841.89:        "841.89",
		99999999.99:   "99999999.99",
		-99999999.99:  "-99999999.99",
		99999999.996:  "",
		1e300:         "",
		math.Inf(-1):  "",
		math.Inf(1):   "",
		math.NaN():    "",
		math.MaxInt64: "",
	} {
		if got := (Column{Type: Hundredths}).Format(hundredths(points)); got != want {
			t.Errorf("%v points: %q, want %q", points, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	var published string
	column := date("published", "", func(*row) string { return published })
	for text, want := range map[string]string{
		"2024-02-29":          "2024-02-29",
		"1970-01-01":          "1970-01-01",
		"1969-12-31":          "1969-12-31",
		"0001-01-01":          "0001-01-01",
		"9999-12-31":          "9999-12-31",
		"":                    "",
		"2023-02-29":          "",
		"2024-1-5":            "",
		"2024-01-05 10:00:00": "",
		"十二月":                 "",
	} {
		published = text
		v := column.of(&row{})
		if got := column.Format(v); got != want || v.Null != (want == "") {
			t.Errorf("published %q: %q, null %t, want %q", text, got, v.Null, want)
		}
	}
}
