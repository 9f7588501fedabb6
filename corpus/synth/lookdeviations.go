package synth

import (
	"math/rand/v2"

	"gongkai"
)

var (
	onlyPDF  = []gongkai.Format{gongkai.FormatPDF}
	onlyText = []gongkai.Format{gongkai.FormatText}
	onlyOFD  = []gongkai.Format{gongkai.FormatOFD}
	drawn    = []gongkai.Format{gongkai.FormatPDF, gongkai.FormatOFD}
	withRuns = []gongkai.Format{gongkai.FormatPDF, gongkai.FormatDOCX, gongkai.FormatHTML, gongkai.FormatMHTML, gongkai.FormatRTF, gongkai.FormatOFD}
	paged    = []gongkai.Format{gongkai.FormatPDF, gongkai.FormatDOCX, gongkai.FormatOFD}
)

// What deviates in how the page is drawn or stored.
var lookDeviations = []Deviation{
	look("split-runs", "every character is a run, a span or a text operation of its own", "runs", withRuns, func(l *Look, _ *rand.Rand) { l.SplitRuns = true }),
	of(tabled, look("repeated-heads", "the heads of a table are printed again on each page", "", paged, func(l *Look, _ *rand.Rand) { l.RepeatHeads = true })),
	of(official, look("split-group", "a page ends inside a group of the requests table; no heads on the next", "break", drawn, func(l *Look, rng *rand.Rand) { l.BreakRow = 4 + rng.IntN(16) })),
	of(tabled, look("filled-rulings", "rulings are thin filled rectangles", "rulings", drawn, func(l *Look, _ *rand.Rand) { l.Rulings = FilledRulings })),
	of(tabled, look("doubled-rulings", "every border is two lines", "rulings", drawn, func(l *Look, _ *rand.Rand) { l.Rulings = DoubledRulings })),
	of(tabled, look("white-rulings", "rulings are white on white", "rulings", drawn, func(l *Look, _ *rand.Rand) { l.Rulings = WhiteRulings })),
	of(tabled, look("no-rulings", "tables have no rulings", "rulings", drawn, func(l *Look, _ *rand.Rand) { l.Rulings = NoRulings })),
	look("turned-page", "landscape pages that say that they are turned", "turned", onlyPDF, func(l *Look, _ *rand.Rand) { l.Turned = TurnedPage }),
	look("sideways", "landscape pages whose text runs upwards", "turned", drawn, func(l *Look, _ *rand.Rand) { l.Turned = Sideways }),
	look("watermark", "a pale text is drawn across every page, over the numbers", "", drawn, func(l *Look, rng *rand.Rand) {
		l.Watermark = pick(rng, []string{"政府信息公开", "仅供内部使用", "2024010866"})
	}),
	look("bare-font", "the font is named and not embedded", "", onlyPDF, func(l *Look, _ *rand.Rand) { l.BareFont = true }),
	destroying(look("invisible-text", "the text is not drawn: the text layer of a scan", "destroys", drawn, func(l *Look, _ *rand.Rand) { l.InvisibleText = true })),
	look("delta-runs", "advances of glyphs are written as runs", "deltas", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.DeltaRuns = true }),
	look("no-deltas", "advances of glyphs are not written", "deltas", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.NoDeltas = true }),
	look("glyph-maps", "text states the glyphs of its font", "glyphs", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.GlyphMaps = true }),
	look("point-sizes", "text is stated in points and scaled", "", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.PointSizes = true }),
	look("one-path", "all rulings of a page are one path", "paths", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.OnePath = true }),
	look("composite", "rulings are a composite object", "paths", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.Composite = true }),
	look("template-head", "the title is on a template, under a red letterhead", "", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.Template = true }),
	look("seal", "a stamp lies over the table", "", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.Seal = true }),
	look("no-prefix", "names have no prefix, paths have backslashes and other case", "", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.NoPrefix = true }),
	destroying(look("placeholders", "signs stand for characters that are not known", "destroys", onlyOFD, func(l *Look, _ *rand.Rand) { l.OFD.GlyphMaps, l.OFD.Placeholders = true, true })),
	destroying(look("unique-lines", "lines that were printed before are left out", "destroys", onlyText, func(l *Look, _ *rand.Rand) { l.UniqueLines = true })),
	destroying(look("lost-runs", "lines of a single character are left empty", "destroys", onlyText, func(l *Look, _ *rand.Rand) { l.LostRuns = true })),
}

func look(name, effect, kind string, formats []gongkai.Format, change func(*Look, *rand.Rand)) Deviation {
	return Deviation{Name: name, Effect: effect, kind: kind, Formats: formats,
		apply: func(s *Sample, rng *rand.Rand) { change(&s.Page.Look, rng) }}
}

func of(layouts []gongkai.Layout, d Deviation) Deviation {
	d.Layouts = layouts
	return d
}

func destroying(d Deviation) Deviation {
	d.Destroys = true
	return d
}
