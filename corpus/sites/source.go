package sites

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Source is an agency's site, or a part of one: where its reports are. Files of
// sources are described in docs/SITES.md.
type Source struct {
	// ID names it in logs and archives: lower-case ASCII, unique over all files.
	ID string
	// Agency as it calls itself; AgencyID its code, 18 characters of a unified
	// social credit code or 6 to 12 digits of a division code, or empty.
	Agency, AgencyID string
	Province         string
	// Family reads the column; empty lets its pages show it.
	Family string
	// Start are the addresses of the report columns, Home that of the site, for
	// discovery. At least one of them is there.
	Start []string
	Home  string
	// Paths bound the walk to these folders of the start hosts, Hosts add
	// further hosts to it.
	Paths, Hosts []string
	// AllowBadCertificate accepts a certificate that cannot be verified.
	AllowBadCertificate bool
	// Seen is where the addresses were found.
	Seen  Seen
	Notes string

	File string
	Line int
}

// Seen is the public page, or file of a public repository, on which an address
// was seen.
type Seen struct {
	// In is its address, or the repository and path; where the index that
	// showed it names neither, what kind of file it is.
	In string
	// Kind is one of SeenKinds. Says is what the page says of the address.
	Kind, Says string
}

// SeenKinds are the kinds of places in which an address may be seen.
var SeenKinds = []string{"page", "code", "document", "list"}

// Scope is what a walk through the source may ask for.
func (s Source) Scope() Scope {
	scope := ScopeOf(append(append([]string{}, s.Start...), nonEmpty(s.Home)...)...)
	for host := range scope.Hosts {
		scope.Hosts[host] = s.Paths
	}
	for _, h := range s.Hosts {
		scope.Hosts[strings.ToLower(h)] = nil
	}
	return scope
}

// Problem is a fault in a file of sources.
type Problem struct {
	File      string
	Line      int
	Key       string
	Reason    string // lower case, without a full stop
	ReasonZH  string
	Hint      string
	Duplicate int // the line of the first, for what must be unique
}

func (p Problem) Error() string {
	text := p.File + ":" + strconv.Itoa(p.Line) + ": "
	if p.Key != "" {
		text += p.Key + ": "
	}
	text += p.Reason + " (" + p.ReasonZH + ")"
	if p.Hint != "" {
		text += "\n  " + p.Hint
	}
	return text
}

// Load reads files of sources, and all *.yaml of folders. The error joins a
// [Problem] for each fault there is; sources are returned only without one.
func Load(paths ...string) ([]Source, error) {
	var all []Source
	var problems []error
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		files := []string{p}
		if info.IsDir() {
			if files, err = filepath.Glob(filepath.Join(p, "*.yaml")); err != nil {
				problems = append(problems, err)
			}
			sort.Strings(files)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				problems = append(problems, err)
				continue
			}
			sources, faults := Parse(f, data)
			all = append(all, sources...)
			problems = append(problems, faults...)
		}
	}
	problems = append(problems, unambiguous(all)...)
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return all, nil
}

// LoadFS is Load for the *.yaml of a file system's root.
func LoadFS(fsys fs.FS) ([]Source, error) {
	files, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Source
	var problems []error
	for _, f := range files {
		data, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, err
		}
		sources, faults := Parse(f, data)
		all = append(all, sources...)
		problems = append(problems, faults...)
	}
	problems = append(problems, unambiguous(all)...)
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return all, nil
}

// unambiguous finds ids and columns that two sources have.
func unambiguous(all []Source) (problems []error) {
	ids, starts := map[string]Source{}, map[string]Source{}
	for _, s := range all {
		if first, taken := ids[s.ID]; taken {
			problems = append(problems, Problem{s.File, s.Line, "id", fmt.Sprintf("%q is taken by %s:%d", s.ID, first.File, first.Line), "编号重复", "give one of them another id", first.Line})
		} else {
			ids[s.ID] = s
		}
		for _, start := range s.Start {
			if first, taken := starts[Key(start)]; taken {
				problems = append(problems, Problem{s.File, s.Line, "start", fmt.Sprintf("%s is a start of %q as well", start, first.ID), "起始网址重复", "keep it in one of them", first.Line})
			} else {
				starts[Key(start)] = s
			}
		}
	}
	return problems
}

// maxFile bounds a file of sources, in bytes.
const maxFile = 4 << 20

// Parse reads one file. It is strict: an unknown key is a fault, so is a key
// that stands twice. Every fault is reported, not only the first.
func Parse(name string, data []byte) ([]Source, []error) {
	r := &fileReader{file: filepath.ToSlash(name)}
	if len(data) > maxFile {
		r.fault(1, "", "the file is larger than 4 MiB", "文件过大", "split it")
		return nil, r.problems
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		r.fault(lineOf(err), "", "not YAML: "+strings.TrimPrefix(err.Error(), "yaml: "), "不是有效的 YAML", "indent with spaces, quote texts that hold “: ” or “#”")
		return nil, r.problems
	}
	if len(doc.Content) == 0 {
		r.fault(1, "", "the file is empty", "文件为空", `begin with "sites:"`)
		return nil, r.problems
	}
	var sources []Source
	r.mapping(doc.Content[0], map[string]func(*yaml.Node){
		"sites": func(n *yaml.Node) {
			for _, item := range r.sequence(n, "sites") {
				sources = append(sources, r.source(item))
			}
		},
	})
	if len(sources) == 0 && len(r.problems) == 0 {
		r.fault(1, "sites", "no site is listed", "没有站点", "list at least one")
	}
	return sources, r.problems
}

var errorLine = regexp.MustCompile(`line (\d+)`)

func lineOf(err error) int {
	if m := errorLine.FindStringSubmatch(err.Error()); m != nil {
		return atoi(m[1])
	}
	return 1
}

type fileReader struct {
	file     string
	problems []error
}

func (r *fileReader) fault(line int, key, reason, reasonZH, hint string) {
	r.problems = append(r.problems, Problem{File: r.file, Line: line, Key: key, Reason: reason, ReasonZH: reasonZH, Hint: hint})
}

// mapping hands the value of every known key to its reader.
func (r *fileReader) mapping(n *yaml.Node, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "", "keys with values are expected here", "此处应为键值", "")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := known[key.Value]
		switch {
		case !ok:
			r.fault(key.Line, key.Value, "no such key", "未知的键", nearest(key.Value, known))
		case seen[key.Value] != 0:
			r.fault(key.Line, key.Value, fmt.Sprintf("stands on line %d already", seen[key.Value]), "键重复", "keep one")
		case value.Kind == yaml.AliasNode || value.Anchor != "":
			r.fault(value.Line, key.Value, "anchors and aliases are not read", "不支持锚点与别名", "write the value out")
		default:
			seen[key.Value] = key.Line
			read(value)
		}
	}
}

func (r *fileReader) sequence(n *yaml.Node, key string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		r.fault(n.Line, key, "a list is expected here", "此处应为列表", `begin each line of it with "- "`)
		return nil
	}
	return n.Content
}

func (r *fileReader) text(to *string, key string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
			r.fault(n.Line, key, "a text is expected here", "此处应为文字", "leave the key out if there is none")
			return
		}
		*to = strings.TrimSpace(n.Value)
	}
}

// list reads a text or a list of them.
func (r *fileReader) list(to *[]string, key string, check func(string, int) bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items := []*yaml.Node{n}
		if n.Kind != yaml.ScalarNode {
			items = r.sequence(n, key)
		}
		for _, item := range items {
			var value string
			r.text(&value, key)(item)
			if value != "" && check(value, item.Line) {
				*to = append(*to, value)
			}
		}
	}
}

func nearest[V any](key string, known map[string]V) string {
	best, distance := "", 3
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if d := edits(key, name); d < distance {
			best, distance = name, d
		}
	}
	if best != "" {
		return "did you mean " + strconv.Quote(best) + "?"
	}
	return "known are " + strings.Join(names, ", ")
}

// edits is the number of letters to insert, delete or replace.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

var (
	sourceID   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$`)
	agencyCode = regexp.MustCompile(`^(?:[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}|\d{6}|\d{9}|\d{12}|[0-9A-Z]{8}-[0-9X])$`)
	hostName   = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}(?::\d{1,5})?$`)
)

func (r *fileReader) source(n *yaml.Node) Source {
	s := Source{File: r.file, Line: n.Line}
	before := len(r.problems)
	starts, homes := []string{}, []string{}
	r.mapping(n, map[string]func(*yaml.Node){
		"id":       r.text(&s.ID, "id"),
		"agency":   r.text(&s.Agency, "agency"),
		"province": r.text(&s.Province, "province"),
		"notes":    r.text(&s.Notes, "notes"),
		"start":    r.list(&starts, "start", func(v string, line int) bool { return r.address("start", v, line) }),
		"home":     r.list(&homes, "home", func(v string, line int) bool { return r.address("home", v, line) }),
		"hosts":    r.list(&s.Hosts, "hosts", r.host),
		"paths":    r.list(&s.Paths, "paths", r.path),
		"agency-id": func(n *yaml.Node) {
			r.text(&s.AgencyID, "agency-id")(n)
			if s.AgencyID != "" && !agencyCode.MatchString(s.AgencyID) {
				r.fault(n.Line, "agency-id", fmt.Sprintf("%q is no code of an agency", s.AgencyID), "机构代码格式不对", "18 characters of a 统一社会信用代码, or 6, 9 or 12 digits of a 行政区划代码; quote digits")
			}
		},
		"family": func(n *yaml.Node) {
			r.text(&s.Family, "family")(n)
			if s.Family != "" && FamilyByName(s.Family) == nil {
				known := map[string]bool{}
				for _, f := range Families() {
					known[f.Name()] = true
				}
				r.fault(n.Line, "family", fmt.Sprintf("there is no family %q", s.Family), "未知的站点类型", nearest(s.Family, known))
			}
		},
		"allow-bad-certificate": func(n *yaml.Node) {
			if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
				r.fault(n.Line, "allow-bad-certificate", "true or false is expected here", "此处应为 true 或 false", "")
			}
			s.AllowBadCertificate = n.Value == "true"
		},
		"seen": func(n *yaml.Node) { s.Seen = r.seen(n) },
	})
	s.Start = starts
	if len(homes) > 0 {
		s.Home = homes[0]
	}
	if len(homes) > 1 {
		r.fault(n.Line, "home", "a site has one home page", "首页只能有一个", "list further sites as sites of their own")
	}
	if len(r.problems) == before {
		r.complete(s)
	}
	return s
}

// complete finds what a source lacks.
func (r *fileReader) complete(s Source) {
	switch {
	case s.ID == "":
		r.fault(s.Line, "id", "missing", "缺少编号", "e.g. id: kunming-finance")
	case !sourceID.MatchString(s.ID):
		r.fault(s.Line, "id", fmt.Sprintf("%q is no id", s.ID), "编号格式不对", "3 to 64 of a-z, 0-9 and -")
	}
	if s.Agency == "" {
		r.fault(s.Line, "agency", "missing", "缺少机构名称", "the name as the site prints it")
	}
	if len(s.Start) == 0 && s.Home == "" {
		r.fault(s.Line, "start", "missing", "缺少起始网址", "the address of the report column, or home: the address of the site, if the column is to be found")
	}
}

func (r *fileReader) seen(n *yaml.Node) (seen Seen) {
	r.mapping(n, map[string]func(*yaml.Node){
		"in":   r.text(&seen.In, "in"),
		"says": r.text(&seen.Says, "says"),
		"kind": func(n *yaml.Node) {
			r.text(&seen.Kind, "kind")(n)
			for _, k := range SeenKinds {
				if k == seen.Kind {
					return
				}
			}
			r.fault(n.Line, "kind", fmt.Sprintf("there is no kind %q", seen.Kind), "未知的来源类型", "known are "+strings.Join(SeenKinds, ", "))
		},
	})
	if seen.In == "" || seen.Kind == "" {
		r.fault(n.Line, "seen", "in and kind belong to it", "缺少出处或类型", "in: the page on which the address was seen; kind: page, code, document or list")
	}
	return seen
}

func (r *fileReader) address(key, address string, line int) bool {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		r.fault(line, key, fmt.Sprintf("%q is no address", address), "网址无效", "")
	case u.Scheme != "http" && u.Scheme != "https":
		r.fault(line, key, fmt.Sprintf("%q is neither http nor https", address), "只支持 http 与 https", "begin with https://")
	case u.User != nil:
		r.fault(line, key, "the address holds a user name", "网址含用户名", "take it out")
	case !hostName.MatchString(strings.ToLower(u.Host)) && !address4.MatchString(u.Host):
		r.fault(line, key, fmt.Sprintf("%q is no name of a host", u.Host), "主机名无效", "")
	default:
		return true
	}
	return false
}

// address4 are sites without a name: county portals on a bare address.
var address4 = regexp.MustCompile(`^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$`)

func (r *fileReader) host(name string, line int) bool {
	if !hostName.MatchString(strings.ToLower(name)) {
		r.fault(line, "hosts", fmt.Sprintf("%q is no name of a host", name), "主机名无效", "without http:// and without a path")
		return false
	}
	return true
}

func (r *fileReader) path(p string, line int) bool {
	if !strings.HasPrefix(p, "/") {
		r.fault(line, "paths", fmt.Sprintf("%q does not begin with /", p), "路径应以 / 开头", "e.g. /zwgk/zfxxgknb/")
		return false
	}
	return true
}
