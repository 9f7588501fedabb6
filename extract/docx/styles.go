package docx

// maxInheritance bounds basedOn, which damaged files let run in circles.
const maxInheritance = 50

// styles by id. The default paragraph style has a second entry under "", for
// paragraphs that name none.
type styles map[string]*style

// style is what the reader needs of a w:style.
type style struct {
	basedOn string
	list    listReference
	hidden  toggle
	doubt   string // about numbers in its text
}

// toggle is an on/off property. The zero value is "not stated".
type toggle uint8

const (
	unstated toggle = iota
	off
	on
)

// toggle reads the property just met.
func (s *scanner) toggle() toggle {
	if v := s.attr("val"); v == "" || isOn(v) {
		return on
	}
	return off
}

// isOn reads ST_OnOff.
func isOn(value string) bool { return value == "1" || value == "true" || value == "on" }

func (st styles) read(s *scanner) {
	for s.Inside(0) {
		if s.Name != "w:style" {
			continue
		}
		id := s.attr("styleId")
		isDefault := s.attr("type") == "paragraph" && isOn(s.attr("default"))
		it := readStyle(s)
		if st[id] == nil {
			st[id] = it
		}
		if isDefault {
			st[""] = it
		}
	}
}

func readStyle(s *scanner) *style {
	it := &style{}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:basedOn":
			it.basedOn = s.attr("val")
		case "w:numPr":
			it.list = readListReference(s)
		case "w:vanish":
			it.hidden = s.toggle()
		case "w:pPrChange", "w:rPrChange", "w:tblStylePr":
			s.Skip()
		default:
			if doubt := runDoubt(s); doubt != "" {
				it.doubt = doubt
			}
		}
	}
	return it
}

// hides reports whether the style, or the nearest one it is based on that
// says so, hides its text.
func (st styles) hides(id string) bool {
	for range maxInheritance {
		it := st[id]
		if it == nil {
			return false
		}
		if it.hidden != unstated || it.basedOn == "" {
			return it.hidden == on
		}
		id = it.basedOn
	}
	return false
}

// doubts is the doubt about numbers in text of the style, from it or those it
// is based on; "" when there is none.
func (st styles) doubts(id string) string {
	for range maxInheritance {
		it := st[id]
		if it == nil {
			return ""
		}
		if it.doubt != "" || it.basedOn == "" {
			return it.doubt
		}
		id = it.basedOn
	}
	return ""
}

// list is the numbering of paragraphs of the style.
func (st styles) list(id string) listReference {
	ref := listReference{}
	for range maxInheritance {
		it := st[id]
		if it == nil {
			break
		}
		ref = ref.or(it.list)
		if it.basedOn == "" {
			break
		}
		id = it.basedOn
	}
	return ref
}
