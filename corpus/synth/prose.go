package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"gongkai"
)

// write writes the report's sections and its preface around the facts, and
// returns the lines that sign it, which are also the last of the last section.
func write(rng *rand.Rand, outlines []outline, facts facts, a agency, r *gongkai.Report) (sections []gongkai.Section, signature []string) {
	signed, err := time.Parse(time.DateOnly, r.Published)
	if err != nil {
		panic("synth: published on " + r.Published) // our own bug: newSite formats it
	}
	signed = signed.AddDate(0, 0, -rng.IntN(6))
	signature = []string{a.name, fmt.Sprintf("%d年%d月%d日", signed.Year(), signed.Month(), signed.Day())}
	for i, outline := range outlines {
		var paragraphs []string
		for _, choice := range outline.paragraphs {
			if text, ok := facts.fill(rng, choice); ok {
				paragraphs = append(paragraphs, text)
			}
		}
		if i == len(outlines)-1 {
			paragraphs = append(paragraphs, signature...)
		}
		sections = append(sections, gongkai.Section{Code: outline.code, Heading: outline.heading, Text: strings.Join(paragraphs, "\n")})
	}
	return sections, signature
}

// facts are what prose may mention, by placeholder.
type facts map[string]string

// newFacts invents what no table states.
func newFacts(rng *rand.Rand, a agency, r *gongkai.Report) facts {
	return facts{
		"year": strconv.Itoa(r.Year), "next": strconv.Itoa(r.Year + 1), "we": a.self, "agency": a.name,
		"portal": a.site.name + "人民政府门户网站", "host": "www." + a.site.pinyin + ".example", "office": a.office,
		"street": a.street, "number": strconv.Itoa(a.number), "phone": fmt.Sprintf("0000-%07d", rng.IntN(1e7)),
		"site": strconv.Itoa(80 + rng.IntN(900)), "wechat": strconv.Itoa(20 + rng.IntN(400)),
		"fans": fmt.Sprintf("%d.%d", 1+rng.IntN(9), 1+rng.IntN(9)), "courses": strconv.Itoa(1 + rng.IntN(4)),
		"people": strconv.Itoa(20 + rng.IntN(150)), "guides": strconv.Itoa(3 + rng.IntN(30)), "checks": strconv.Itoa(2 + rng.IntN(8)),
	}
}

// tableFacts collects the numbers of the tables since 2019. A number that they
// do not state has no fact; "no-requests", "no-disputes" and "no-fees" are
// there, and empty, when that is so, and "requests" and "disputes" otherwise:
// they stand in front of sentences that need them.
func (f facts) tableFacts(r *gongkai.Report) {
	for row := range gongkai.RequestRowCount {
		f.cell(row.String(), r.Requests[row][gongkai.ApplicantTotal])
	}
	f.cell("natural", r.Requests[gongkai.NewRequests][gongkai.NaturalPerson])
	organisations := gongkai.Int(0)
	for _, v := range r.Requests[gongkai.NewRequests][gongkai.CommercialEnterprise:gongkai.ApplicantTotal] {
		organisations, _ = organisations.Add(v.Number)
	}
	f["organisations"] = organisations.String()
	f.either("requests", r.Requests[gongkai.NewRequests][gongkai.ApplicantTotal])
	suits, _ := r.Disputes[gongkai.SuitDirect][gongkai.OutcomeTotal].Number.Add(r.Disputes[gongkai.SuitAfterReview][gongkai.OutcomeTotal].Number)
	all, _ := suits.Add(r.Disputes[gongkai.Review][gongkai.OutcomeTotal].Number)
	f.cell("reviews", r.Disputes[gongkai.Review][gongkai.OutcomeTotal])
	f["suits"] = suits.String()
	f.either("disputes", gongkai.Value{Number: all})
	f.cell("issued", r.Proactive[gongkai.NormativeDocuments][gongkai.Issued])
	f.cell("in_force", r.Proactive[gongkai.NormativeDocuments][gongkai.InForce])
	f.cell("made", r.Proactive[gongkai.NormativeDocuments][gongkai.Made])
	f.cell("licences", r.Proactive[gongkai.Licensing][gongkai.Decisions])
	f.cell("penalties", r.Proactive[gongkai.Penalties][gongkai.Decisions])
	f.cell("coercive", r.Proactive[gongkai.CoerciveMeasures][gongkai.Decisions])
	f.cell("purchases", r.Proactive[gongkai.Procurement][gongkai.Items])
	f.cell("spent", r.Proactive[gongkai.Procurement][gongkai.Amount])
}

func (f facts) cell(name string, v gongkai.Value) {
	if v.State == gongkai.Number {
		f[name] = v.Printed
	}
}

func (f facts) either(name string, v gongkai.Value) {
	if v.Number.Sign() == 0 {
		name = "no-" + name
	}
	f[name] = ""
}

// fill chooses one of the texts whose placeholders all have a fact and fills
// them in. The empty text is a choice too: ok is false then.
func (f facts) fill(rng *rand.Rand, texts []string) (text string, ok bool) {
	var filled []string
	for _, t := range texts {
		for name, fact := range f {
			t = strings.ReplaceAll(t, "{"+name+"}", fact)
		}
		if !strings.Contains(t, "{") {
			filled = append(filled, t)
		}
	}
	if len(filled) == 0 {
		return "", false
	}
	text = pick(rng, filled)
	return text, text != ""
}

// compose lays the report out: each section's heading and prose, and in
// sections 2 to 4 its table of the official forms, if it has them.
func compose(form Form, r *gongkai.Report, signature []string) []Block {
	var blocks []Block
	for _, section := range r.Sections {
		if section.Heading != "" {
			blocks = append(blocks, Block{Style: Heading, Text: section.Heading})
		}
		for line := range strings.Lines(section.Text) {
			blocks = append(blocks, Block{Text: strings.TrimSuffix(line, "\n")})
		}
		switch {
		case form == (Form{}):
		case section.Code == "proactive":
			blocks = append(blocks, Block{Table: proactiveTable(form, r)})
		case section.Code == "requests":
			blocks = append(blocks, Block{Table: requestsTable(form, r)})
		case section.Code == "disputes":
			blocks = append(blocks, Block{Table: disputesTable(r)})
		}
	}
	for i := range signature {
		blocks[len(blocks)-len(signature)+i].Style = Signature
	}
	return blocks
}
