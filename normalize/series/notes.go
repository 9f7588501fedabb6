package series

// Note says how a form differs from that of 2021.
type Note struct {
	Code             string
	English, Chinese string
}

// Notes is the list of codes that Observation.Comparability may have; a share
// has those of its parts, separated by semicolons.
func Notes() []Note { return notes }

var notes = []Note{
	{"accepted-local", "the list counts requests accepted (受理), not those received; its unit is mostly 条", "该统计表计受理数而非收到数，单位多为“条”"},
	{"answers", "answers are counted, not requests: one request can have several answers, and a request to amend counts as one", "所计为答复数而非申请数：一件申请可有多次答复，告知更改补充亦计为答复"},
	{"granted-2014", "answers are counted, not requests; the form of 2014 has information that was public already in a row of its own (属于已主动公开范围数), which is not added here", "所计为答复数而非申请数；2014年表式另列“属于已主动公开范围数”，未计入此处"},
	{"denied-2014", "answers are counted; the reasons are those before 2019: with “not government information”, without rows for internal affairs, process, enforcement files and queries", "所计为答复数；不予公开的理由为2019年以前的口径：含“不是《条例》所指政府信息”，未单列内部事务、过程性信息、执法案卷和行政查询"},
	{"denied-coded", "answers are counted; the list counts as denied what was not held, nonexistent or unclear, which is taken away here", "所计为答复数；原表将信息不存在、非本机关掌握、申请内容不明确计入否决公开，此处已予扣除"},
	{"third-party-2014", "answers are counted; the sum of the rows trade secrets and privacy", "所计为答复数；为“涉及商业秘密”与“涉及个人隐私”两行之和"},
	{"not-held-2014", "answers are counted; the sum of the rows “not this organ” and “nonexistent”, which are one row since 2019", "所计为答复数；为“不属于本行政机关公开”与“信息不存在”两行之和，2019年起并为一行"},
	{"closed-2014", "the printed total of closed cases; since 2019 it is the sum of three results", "为所填已结案件总数；2019年起为三种结果之和"},
	{"disputes-local", "the list prints one number and does not say whether open cases count", "原表只有一个数字，未说明是否包含尚未审结的案件"},
	{"made-2019", "the form of 2019 asks for 本年新制作数量 of 规范性文件, that of 2021 for 本年制发件数 of 行政规范性文件", "2019年表式为规范性文件“本年新制作数量”，2021年表式为行政规范性文件“本年制发件数”"},
	{"normative-2014", "the forms before 2019 do not say what a normative document is: documents issued with the Party may count", "2019年以前的表式未界定规范性文件，可能包含党政联合发文"},
	{"decisions-2019", "the column of 2019 does not say “of the year”, and some agencies gave the number of items; other services have a row of their own there, which is not added", "2019年表式的栏目未写“本年”，部分机关误填事项数；“其他对外管理服务事项”另列一行，未计入"},
	{"disclosed-local", "the list does not say whether what is published in several ways counts once; some print documents", "原表未说明同一信息以多种方式公开是否只计一条；部分按文件计数"},
}
