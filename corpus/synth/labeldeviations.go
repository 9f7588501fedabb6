package synth

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// What deviates in labels.
var labelDeviations = []Deviation{
	{Name: "split-heads", Effect: "the heads of narrow columns are broken over two paragraphs", kind: "heads", Layouts: tabled, apply: splitHeads},
	{Name: "vertical-heads", Effect: "the heads of narrow columns are stacked, one character a paragraph", kind: "heads", Layouts: tabled, apply: verticalHeads},
	{Name: "wrapped-labels", Effect: "labels are broken over two lines anywhere", kind: "heads", Layouts: tabled, apply: wrappedLabels},
	{Name: "spaced-labels", Effect: "labels have white space inside: 自然 人, 总 计", kind: "heads", Layouts: tabled, apply: spacedLabels},
	{Name: "renamed-labels", Effect: "labels are worded as real reports word them: 办理结果, 合计, 其它, 本年废纸件数", kind: "wording", Layouts: tabled, apply: renamedLabels},
	{Name: "instructed-labels", Effect: "labels carry instructions: 规章（设区的市、自治州人民政府应提供相关数据）", Layouts: official, apply: instructedLabels},
	{Name: "lost-characters", Effect: "several labels lack one character", kind: "wording", Layouts: summed, apply: lostCharacters},
	{Name: "comma-numbers", Effect: "items are numbered 1、 and (一)", kind: "numbers", Layouts: summed, apply: commaNumbers},
	{Name: "no-numbers", Effect: "items are not numbered", kind: "numbers", Layouts: summed, apply: noNumbers},
	{Name: "repeated-head", Effect: "the second column of item (1) repeats the head of the first", Layouts: official, apply: repeatedHead},
	{Name: "kangxi-labels", Effect: "labels hold Kangxi radicals in place of characters (⾏政)", Formats: drawn, Layouts: tabled, apply: kangxiLabels},
	{Name: "traditional", Effect: "everything is in traditional characters", kind: "script", apply: traditional},
	{Name: "pinyin-glosses", Effect: "traditional characters with their pinyin behind: 機(jī)關(guān)", kind: "script", apply: pinyinGlosses},
}

// narrow reports whether the text is a head of a narrow column.
func narrow(text string) bool {
	return slices.Contains(organisations, text) || slices.Contains(outcomeHeads, text) || text == "自然人"
}

// isListHead reports whether the text is a head of a column of the list.
func (s *Sample) isListHead(text string) bool {
	if s.list == nil {
		return false
	}
	return text == s.list.labelHead || text == s.list.unitHead || slices.ContainsFunc(s.list.columns, func(c listColumn) bool {
		return slices.ContainsFunc(c.heads, func(head string) bool { return inYear(head, s.Truth.Year) == text })
	})
}

func splitHeads(s *Sample, _ *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		if runes := []rune(cell.Text); (slices.Contains(organisations, cell.Text) || s.isListHead(cell.Text)) && len(runes) > 3 {
			cell.Text = string(runes[:len(runes)/2]) + "\n" + string(runes[len(runes)/2:])
		}
	}
}

func verticalHeads(s *Sample, _ *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		if narrow(cell.Text) || s.isListHead(cell.Text) {
			cell.Text = strings.Join(strings.Split(cell.Text, ""), "\n")
		}
	}
}

func wrappedLabels(s *Sample, rng *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		if runes := []rune(cell.Text); len(runes) > 3 && !strings.Contains(cell.Text, "\n") && rng.IntN(2) == 0 {
			at := 1 + rng.IntN(len(runes)-1)
			cell.Text = string(runes[:at]) + "\n" + string(runes[at:])
		}
	}
}

func spacedLabels(s *Sample, rng *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		if runes := []rune(cell.Text); len(runes) > 1 && !strings.Contains(cell.Text, "\n") && rng.IntN(2) == 0 {
			at := 1 + rng.IntN(len(runes)-1)
			cell.Text = string(runes[:at]) + pick(rng, []string{" ", "　"}) + string(runes[at:])
		}
	}
}

// wordings are labels as real reports print them.
var wordings = map[string][]string{
	resultsLabel:     {"三、本年度办理结果", "三、办理结果"},
	carriedInLabel:   {"二、上年结转政府信息公开数量", "二、上年结转的政府信息公开申请数量"},
	newLabel:         {"一、本年新收政府信息公开申请数"},
	"（七）总计":          {"（七）合计"},
	"总计":             {"合计"},
	"其他":             {"其它"},
	"其他结果":           {"其它结果"},
	"本年废止件数":         {"本年废纸件数"},
	"本年制发件数":         {"本年发件数"},
	"本年新公开数量":        {"本年公开数量"},
	"本年处理决定数量":       {"处理决定数量", "本年处理绝对数量"},
	"处理决定数量":         {"本年处理决定数量", "处理决定"},
	"第二十条第（一）项":      {"第二十条（一）项"},
	"第二十条第（五）项":      {"第二十条（五）项"},
	"第二十条第（六）项":      {"第二十条（六）项"},
	"行政规范性文件":        {"规范性文件"},
	"规范性文件":          {"行政规范性文件"},
	"上一年项目数量":        {"上一年度项目数量"},
	"（六）其他处理":        {"（六）其它处理"},
	"法人或其他组织":        {"法人或者其他组织"},
	"4.保护第三方合法权益":    {"4.保护第三方合法利益"},
	"2.其他法律行政法规禁止公开": {"2.其他法律行政法规禁止公开的"},
}

func renamedLabels(s *Sample, rng *rand.Rand) {
	wordings := wordings
	if s.list != nil {
		wordings = s.list.wordings(s.Truth.Year)
	}
	for _, cell := range s.Page.labelCells() {
		if texts := wordings[cell.Text]; texts != nil && rng.IntN(3) > 0 {
			cell.Text = pick(rng, texts)
		}
	}
}

func instructedLabels(s *Sample, _ *rand.Rand) {
	s.replaceLabels(map[string]string{
		"规章":      "规章（设区的市、自治州人民政府应提供相关数据）",
		"规范性文件":   "规范性文件（行政机关制定发布的具有普遍约束力的文件）",
		"行政规范性文件": "行政规范性文件（行政机关制定发布的具有普遍约束力的文件）",
		"行政处罚":    "行政处罚（填报本机关作出的行政处罚决定数量）",
	})
}

// lostCharacters drops one character of some labels of four or more: never of
// what is left after the numbering when that is shorter, where the loss may
// make another label of it.
func lostCharacters(s *Sample, rng *rand.Rand) {
	if s.list != nil {
		s.list.loseCharacters(s.Page, rng)
		return
	}
	for _, cell := range s.Page.labelCells() {
		number, text := cutNumbering(cell.Text)
		runes := []rune(text)
		if len(runes) < 5 || strings.Contains(text, "\n") || strings.HasPrefix(text, "第二十条") || rng.IntN(4) > 0 {
			continue
		}
		at := rng.IntN(len(runes))
		cell.Text = number + string(runes[:at]) + string(runes[at+1:])
	}
}

// cutNumbering separates "（一）", "1." and "一、" from a label.
func cutNumbering(label string) (number, text string) {
	for _, mark := range []string{"）", ".", "、"} {
		if before, after, ok := strings.Cut(label, mark); ok && len([]rune(before)) <= 2 {
			return before + mark, after
		}
	}
	return "", label
}

// wordings are the other texts of the list's labels and heads.
func (f *listForm) wordings(year int) map[string][]string {
	texts := map[string][]string{}
	for _, row := range f.rows {
		if len(row.labels) > 1 {
			texts[row.labels[0]] = row.labels[1:]
		}
	}
	for _, column := range f.columns {
		for _, head := range column.heads[1:] {
			first := inYear(column.heads[0], year)
			texts[first] = append(texts[first], inYear(head, year))
		}
	}
	return texts
}

// loseCharacters drops one character of some labels of rows: none that turns
// the label into its opposite or its neighbour, and none where another label
// would be as near.
func (f *listForm) loseCharacters(p *Page, rng *rand.Rand) {
	all := map[string]string{} // core → code
	for _, row := range f.rows {
		for _, label := range row.labels {
			_, core, _ := cutIndicator(label)
			all[core] = row.code
		}
	}
	for _, cell := range p.labelCells() {
		before, core, after := cutIndicator(cell.Text)
		code, ok := all[core]
		runes := []rune(core)
		if !ok || code == "" || len(runes) < 6 || rng.IntN(4) > 0 {
			continue
		}
		at := rng.IntN(len(runes))
		lost := string(runes[:at]) + string(runes[at+1:])
		clear := !strings.ContainsRune("不未非否无免上下本去前新增减一二三四五六七八九十《》“”、，0123456789", runes[at])
		for other, of := range all {
			clear = clear && (of == code || !nearby(lost, other))
		}
		if clear {
			cell.Text = before + lost + after
		}
	}
}

// cutIndicator separates 其中, numbering and a note from a label.
func cutIndicator(label string) (before, core, after string) {
	core = label
	for {
		number, rest := cutNumbering(core)
		if strings.HasPrefix(core, "其中：") {
			number, rest = "其中：", strings.TrimPrefix(core, "其中：")
		}
		if number == "" {
			break
		}
		before, core = before+number, rest
	}
	if i := strings.Index(core, "（"); i > 0 {
		core, after = core[:i], core[i:]
	}
	return before, core, after
}

// nearby reports whether the texts differ in two characters at most, one beside
// the other or replaced.
func nearby(a, b string) bool {
	x, y := []rune(a), []rune(b)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	to := 0
	for to < min(len(x), len(y))-from && x[len(x)-1-to] == y[len(y)-1-to] {
		to++
	}
	return max(len(x), len(y))-from-to <= 2
}

func commaNumbers(s *Sample, _ *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		number, text := cutNumbering(cell.Text)
		if strings.HasSuffix(number, ".") {
			number = strings.TrimSuffix(number, ".") + "、"
		}
		number = strings.NewReplacer("（", "(", "）", ")").Replace(number)
		cell.Text = number + text
	}
}

func noNumbers(s *Sample, _ *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		if number, text := cutNumbering(cell.Text); number != "" && text != "" && !strings.HasPrefix(text, "总计") && !strings.HasPrefix(text, "其他") {
			cell.Text = text
		}
	}
}

func repeatedHead(s *Sample, _ *rand.Rand) {
	s.replaceLabels(map[string]string{"本年新公开数量": "本年新制作数量", "本年废止件数": "本年制发件数"})
}

// radicals are characters of the labels and the Kangxi radicals that look like
// them.
var radicals = strings.NewReplacer("行", "⾏", "人", "⼈", "自", "⾃", "生", "⽣", "文", "⽂", "一", "⼀", "二", "⼆", "止", "⽌", "用", "⽤")

func kangxiLabels(s *Sample, _ *rand.Rand) {
	for _, cell := range s.Page.labelCells() {
		cell.Text = radicals.Replace(cell.Text)
	}
}
