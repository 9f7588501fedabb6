package codebook

const (
	about = "What Chinese agencies state in their annual disclosure reports (政府信息公开工作年度报告): requests received, answered, denied and carried over, " +
		"reviews and lawsuits, documents and decisions disclosed. Every number carries the place where it is printed and what vouches for it; nothing is filled in, converted or repaired."
	aboutInChinese = "各级行政机关政府信息公开工作年度报告所载内容：收到、答复、不予公开和结转的申请，行政复议和行政诉讼，主动公开的文件和决定。" +
		"每个数字都注明印在何处、由什么证明；不补填、不换算、不修正。"
)

// note is a paragraph in both languages.
type note struct{ english, chinese string }

// pitfalls are what who counts should know first, and the columns and rows that
// each is about.
var pitfalls = []struct {
	note
	about []string
}{
	{note{"**Count only rows of role `principal`.** One report is often published as page, attachment, mobile page and mirror; all are in the dataset, and who counts all of them counts some agencies twice.",
		"**统计时只取 role 为 `principal` 的行。**同一报告常以网页、附件、手机版和镜像多次发布，均在数据集中；全部计入会使部分机关重复计数。"}, []string{"role", "principal_id"}},
	{note{"**A blank, a “/”, a 0 and a row that is not there are four different facts** (column `state` of `cells`). In the wide views the first two are null, and so is text; a null never means 0.",
		"**空白、“/”、0 和没有该行是四种不同的事实**（见 `cells` 的 `state` 列）。在宽表中前两者和文字均为空值；空值绝不表示 0。"}, []string{"state", "value", "printed"}},
	{note{"**Units are as printed and never converted.** Amounts are in 元 in one report and in 万元 in the next, and sometimes no unit is printed: look at `unit` or `amount_unit` before you add.",
		"**计量单位与印出的一致，从不换算。**金额有的用元、有的用万元，有的未写单位：相加之前先看 `unit` 或 `amount_unit`。"}, []string{"unit", "amount_unit", "amount", "value"}},
	{note{"**Totals stand beside their parts.** Row `processed_total`, column `total` and the rows that they sum are in the same table; a sum over all rows counts every request several times. Totals are those printed, which need not be the sum.",
		"**合计与分项并列。**`processed_total` 行、`total` 列与其所含各行同在一张表；对全部行求和会重复计数。合计是印出的数，不一定等于各项之和。"}, []string{"total", "processed_total", "disclosed_total", "requests_received", "requests_answered", "answered_denied", "requests_closed", "reviews", "suits", "staff"}},
	{note{"**The form changed in 2014, 2019 and 2021, and reports mix the forms.** Column `layout` says which one a report follows; the forms below and `codebook.csv` say which cells it has. Table `series` has the indicators that can be compared.",
		"**表式在2014、2019、2021年有变化，且报告会混用。**`layout` 列说明所用表式，下文表式和 `codebook.csv` 说明有哪些单元格；可比的指标见 `series` 表。"}, []string{"layout", "row", "column"}},
	{note{"**Look at `status` and `proof` before you cite a number.** `verified` says that the numbers are what the agency printed, not that the agency told the truth. Cells of `proactive` are in no sum and always `unchecked` or `doubtful`.",
		"**引用数字之前先看 `status` 和 `proof`。**`verified` 表示数字与印出的一致，不表示机关所述属实。`proactive` 表没有勾稽关系，其单元格只会是 `unchecked` 或 `doubtful`。"}, []string{"status", "proof"}},
	{note{"**`year` is the year reported on**, not that of publication, which is the year after.",
		"**`year` 是报告年度**，不是发布年份；发布在次年。"}, []string{"year"}},
	{note{"**An agency without a report is in `coverage`, not in `reports`.** A rate over agencies needs both.",
		"**没有报告的机关在 `coverage` 表，不在 `reports` 表。**计算机关比例需要两者。"}, []string{"coverage", "agency_id"}},
}

// states are what a cell can hold.
var states = []struct {
	code string
	note
}{
	{"number", note{"a number; `value` is it, exactly", "数字，精确值见 `value`"}},
	{"blank", note{"the cell is there and empty: no statement", "有单元格而未填：没有表述"}},
	{"dash", note{"“/”, “—”, “无” and their kind: not applicable", "“/”“—”“无”之类：不适用"}},
	{"text", note{"words, or a number that cannot be held exactly", "文字，或不能精确表示的数字"}},
	{"illegible", note{"the reader could not make out what is printed", "无法辨认"}},
	{"absent", note{"the report has no such cell: it has no row in `cells`", "报告没有该单元格：`cells` 中没有行"}},
}

// versionRule says how the version of a dataset changes; Compare in sinks/parquet is it.
var versionRule = note{
	"**Versions.** Of two datasets the later one has a new *patch* number when the tables hold the same (documentation, format), a new *minor* number when tables, columns or rows were added and none changed, and a new *major* number when anything was changed or removed. `gongkai compare OLD NEW` says which.",
	"**版本号。**两个数据集相比：各表内容相同（只改说明或格式）时增加修订号（patch）；只增加表、列或行而未改变已有内容时增加次版本号（minor）；有改变或删除时增加主版本号（major）。`gongkai compare 旧 新` 给出判断。",
}
