package agencies

import (
	"os"
	"strings"
	"testing"

	"gongkai"
)

// example is the file that docs/AGENCIES.md shows.
const example = `{
  "aliases": [
    {"name": "抚远大三角洲局", "id": "230883-ecology_environment"},
    {"name": "信访局", "id": "320813-petitions", "host": "xxgk.example.cn", "from": 2015, "until": 2019}
  ],
  "places": [
    {"in": "320813", "name": "洪泽湖生态新城", "aliases": ["湖滨新城"]},
    {"key": "320813", "former": ["老洪泽"], "until": 1999}
  ],
  "functions": [
    {"code": "lake_management", "names": ["洪泽湖管理委员会办公室", "洪湖办"]},
    {"code": "petitions", "names": ["群众来信来访接待室"]}
  ],
  "agencies": [
    {"id": "320813-petitions", "parent": "320813-government_office", "aliases": ["洪泽群众接待中心"]},
    {"id": "320813-other-治淮指挥部", "name": "洪泽治淮指挥部"}
  ],
  "hosts": [
    {"host": "www.example.cn", "division": "320813"}
  ]
}`

// TestDocumentation: the file in the documentation is the one that is tested.
func TestDocumentation(t *testing.T) {
	doc, err := os.ReadFile("../../docs/AGENCIES.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), "```json\n"+example+"\n```") {
		t.Error("docs/AGENCIES.md does not show the file of this test")
	}
}

func TestFile(t *testing.T) {
	r, err := Load(strings.NewReader(example))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		Query
		want string
		how  gongkai.How
	}{
		{Query{Name: "抚远大三角洲局"}, "230883-ecology_environment", gongkai.ByAlias},
		{Query{Name: "信访局", Host: "xxgk.example.cn", Year: 2016}, "320813-petitions", gongkai.ByAlias},
		{Query{Name: "信访局", Host: "xxgk.example.cn", Year: 2020}, "320813-petitions", gongkai.ByHost}, // within www.example.cn
		{Query{Name: "信访局", Host: "xxgk.other.cn", Year: 2016}, "", gongkai.NotResolved},
		{Query{Name: "教育局", Host: "example.cn"}, "320813-education", gongkai.ByHost},
		{Query{Name: "老洪泽教育局"}, "320813-education", gongkai.ByFormerName},
		{Query{Name: "湖滨新城教育局"}, "320813.洪泽湖生态新城-education", gongkai.ByName},
		{Query{Name: "盱眙县洪湖办"}, "320830-lake_management", gongkai.ByName},
		{Query{Name: "洪泽区群众来信来访接待室"}, "320813-petitions", gongkai.ByName},
		{Query{Name: "洪泽群众接待中心"}, "320813-petitions", gongkai.ByAlias},
		{Query{Name: "洪泽治淮指挥部"}, "320813-other-治淮指挥部", gongkai.ByAlias},
	} {
		got := r.Resolve(c.Query)
		id := ""
		if got.Agency != nil {
			id = got.Agency.ID
		}
		if id != c.want || got.How != c.how {
			t.Errorf("%+v: %s by %v, want %s by %v", c.Query, id, got.How, c.want, c.how)
		}
	}
	if a, _ := r.Agency("320813-petitions"); a.Parent != "320813-government_office" || a.Name != "洪泽区信访局" {
		t.Errorf("the correction was not made: %+v", a)
	}
	// The built-in table is shared: what one registry adds another must not see.
	if got := registry(t).Resolve(Query{Name: "湖滨新城教育局"}); got.Agency != nil {
		t.Errorf("another registry knows the file: %v", got.Agency)
	}
}

// TestLaterFilesFirst: the user's alias goes before the one of an earlier file.
func TestLaterFilesFirst(t *testing.T) {
	one := `{"aliases": [{"name": "洪泽区人民政府", "id": "320813-government_office"}]}`
	two := `{"aliases": [{"name": "洪泽区人民政府", "id": "320800-government"}]}`
	r, err := Load(strings.NewReader(one), strings.NewReader(two))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Resolve(Query{Name: "洪澤區人民政府"}); got.Agency == nil || got.Agency.ID != "320800-government" {
		t.Errorf("%+v", got)
	}
}

func TestFileErrors(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "EOF"},
		{"{\n\"aliasses\": []}", `line 2: json: unknown field "aliasses"`},
		{"{\n\"aliases\": [\n{\"name\": 1}]}", "line 3: json: cannot unmarshal number"},
		{"{\"aliases\": []} {}", "there is text behind the end of the object"},
		{"{\"aliases\": [\n{\"name\": \"甲\", \"id\": \"320813-government\"},\n{\"name\": \"乙\", \"id\": \"320813\"}]}", `line 3: aliases[1]: name "乙", id "320813": wanted a name and an id like 320813-government`},
		{"{\"aliases\": [\n{\"name\": \"甲局\", \"id\": \"999999-government\"}]}", `line 2: aliases[0]: there is no agency "999999-government"`},
		{"{\"aliases\": [{\"name\": \"甲局\", \"id\": \"320813-government\", \"from\": 2020, \"until\": 2010}]}", "aliases[0]: from 2020 is after until 2010"},
		{"{\n\"hosts\": [\n\n{\"host\": \"https://www.a.cn/\", \"division\": \"320813\"}]}", "line 4: hosts[0]: host \"https://www.a.cn/\": wanted a name like"},
		{"{\"hosts\": [{\"host\": \"www.a.cn\", \"division\": \"1\"}]}", `hosts[0]: there is no division "1"`},
		{"{\"functions\": [{\"code\": \"Lake\"}]}", `functions[0]: code "Lake": wanted words of a-z and 0-9 joined by _`},
		{"{\"functions\": [{\"code\": \"other\"}]}", `code "other" is for bodies known by their name`},
		{"{\"functions\": [{\"code\": \"lake\", \"names\": [\"财政局\"]}]}", `functions[0]: lake: the name "财政局" is one of finance`},
		{"{\"functions\": [{\"code\": \"lake\", \"successor\": \"sea\"}]}", `there is no function "sea" to succeed it`},
		{"{\"verticals\": [{\"prefix\": \"总局\", \"suffix\": \"局\", \"function\": \"sea\"}]}", `verticals[0]: there is no function "sea"`},
		{"{\"verticals\": [{\"prefix\": \"总局\"}]}", "prefix and suffix are needed"},
		{"{\"places\": [{\"name\": \"新区\"}]}", "places[0]: wanted in and name, for a zone, or key"},
		{"{\"places\": [{\"key\": \"320813\", \"former\": [\"甲\"]}]}", "until, the last year of the name, is missing"},
		{"{\"places\": [{\"key\": \"320899\"}]}", `there is no place "320899"`},
		{"{\"places\": [{\"in\": \"320813\", \"name\": \"New Zone\"}]}", "wanted Chinese characters"},
		{"{\"agencies\": [{\"id\": \"x\"}]}", `agencies[0]: id "x": wanted one like 320813-government`},
		{"{\"agencies\": [{\"id\": \"320813-sea\"}]}", "320813-sea is not known otherwise, so that name, division and function are needed"},
		{"{\"agencies\": [{\"id\": \"320813-finance\", \"parent\": \"320813-sea\"}]}", `320813-finance: there is no agency "320813-sea"`},
	} {
		_, err := Load(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got: %v\nwant: %s", c.file, err, c.want)
		}
	}
	_, err := Load(strings.NewReader("{}"), strings.NewReader("{"))
	if err == nil || !strings.HasPrefix(err.Error(), "file 2: ") {
		t.Errorf("%v, want the number of the file", err)
	}
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(`{"aliases":[{"name":"x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := Load(strings.NewReader(string(data))); err != nil && err.Error() == "" {
			t.Error("an error without a message")
		}
	})
}
