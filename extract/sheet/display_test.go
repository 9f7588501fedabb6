package sheet

import "testing"

// What Excel shows; the rows with a doubt are those of which that cannot be
// known here.
func TestPrint(t *testing.T) {
	for _, test := range []struct {
		code  string
		value float64
		want  string
		doubt bool
	}{
		{"", 12, "12", false},
		{"General", 12.5, "12.5", false},
		{"General", -3, "-3", false},
		{"General", 0.1 + 0.2, "0.3", false},
		{"General", 1.0 / 3, "0.333333333333333", true},
		{"General", 123456789012, "123456789012", true},
		{"General", 1e-7, "0.0000001", false},
		{"0", 2.5, "3", false},
		{"0", 1.005, "1", false},
		{"0", -0.3, "0", false},
		{"0.00", 12.5, "12.50", false},
		{"0.00", 1.005, "1.01", false},
		{"0.00", 0.994999999999999999, "1.00", false}, // 0.995 in 15 digits
		{"0.00", 999.995, "1000.00", false},
		{"0.0#", 1.5, "1.5", false},
		{"0.0#", 1.57, "1.57", false},
		{"#.##", 0.5, ".5", false},
		{".00", 12.5, "12.50", false},
		{"000", 7, "007", false},
		{"#,##0", 1234567, "1,234,567", false},
		{"#,##0", 0, "0", false},
		{"#,##0", 999, "999", false},
		{"#,##0.00", -1234.5, "-1,234.50", false},
		{"#", 0, "", false},
		{"0,", 12345, "12", false},
		{"0.0,", 12345, "12.3", false},
		{"0%", 0.125, "13%", false},
		{"0.00%", 0.12345, "12.35%", false},
		{`0"万元"`, 240, "240万元", false},
		{`0.00"万2元"`, 18.871, "18.87万2元", false},
		{"0万元", 240, "240万元", false},
		{"General件", 12, "12件", false},
		{`G/通用格式"件"`, 12, "12件", false},
		{`\+0`, 3, "+3", false},
		{"0;-0;;@", 0, "", false},
		{"0;-0;;@", 5, "5", false},
		{"0;-0;;@", -5, "-5", false},
		{"0;0", -5, "5", false},
		{";;;", 5, "", false},
		{`0;-0;"/"`, 0, "/", false},
		{`_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 0, "-", false},
		{`_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 1204, "1,204", false},
		{"#,##0_);(#,##0)", -1204, "(1,204)", false},
		{"[Red]0", 7, "7", false},
		{"[红色]-0", 7, "-7", false},
		{"[White]0", 7, "7", true},
		{"[=0]\"无\";0", 0, "无", false},
		{"[=0]\"无\";0", 4, "4", false},
		{"[>=100]0;0.0", 12, "12.0", false},
		{"[>=100]0;0.0", -12, "-12", true},
		{"[$¥-804]#,##0", 1204, "¥1,204", false},
		{"[DBNum1]0", 12, "12", true},
		{"0.00E+00", 12, "12", true},
		{"# ?/?", 0.5, "0.5", true},
		{"@", 12, "12", false},
		{`yyyy"年"m"月"d"日"`, 44286, "2021年3月31日", false},
		{"yyyy/mm/dd", 44286, "2021/03/31", false},
		{"yyyy-mm-dd hh:mm:ss", 44286.5, "2021-03-31 12:00:00", false},
		{"mmm-yy", 44286, "44286", true},
		{"yyyy", 60, "60", true},
		{"d", 1, "1", false},
		{"[h]:mm", 1.5, "1.5", true},
		{"0;0;0;@;0", 7, "7", true},
	} {
		got, doubt := ParseFormat(test.code).Print(test.value, false)
		if got != test.want || (doubt != "") != test.doubt {
			t.Errorf("%v in %q is %q (%s), want %q, doubt %v", test.value, test.code, got, doubt, test.want, test.doubt)
		}
	}
	if got, _ := ParseFormat("yyyy/m/d").Print(42824, true); got != "2021/3/31" {
		t.Errorf("counted from 1904 it is %s", got)
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct{ code, text, want string }{
		{"", "见附件", "见附件"},
		{"0", "见附件", "见附件"},
		{"@", "见附件", "见附件"},
		{"0;0;0;", "见附件", ""},
		{`0;-0;;@"。"`, "无", "无。"},
	} {
		if got := ParseFormat(test.code).Text(test.text); got != test.want {
			t.Errorf("%q in %q is %q, want %q", test.text, test.code, got, test.want)
		}
	}
}

func FuzzPrint(f *testing.F) {
	for id := range 60 {
		f.Add(builtin[id], 12.5, false)
	}
	f.Add(`[>=1]0.0"万";G/通用格式;;@`, -1.5, true)
	f.Fuzz(func(t *testing.T, code string, value float64, from1904 bool) {
		p := ParseFormat(code)
		p.Text("x")
		p.Print(value, from1904)
	})
}
