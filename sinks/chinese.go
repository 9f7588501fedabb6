package sinks

// The descriptions of tables and columns in Chinese. They stand here together,
// not beside the English ones, so that one reader of Chinese can go through them
// all; TestChinese fails when one is missing or is nobody's.

// inChinese sets Chinese of the table and its columns. A column's own text, by
// table and name, comes before the one that all columns of that name share.
func (t Table) inChinese() Table {
	t.Chinese = tablesInChinese[t.Name]
	for i, c := range t.Columns {
		text, own := columnsInChinese[t.Name+"."+c.Name]
		if !own {
			text = columnsInChinese[c.Name]
		}
		t.Columns[i].Chinese = text
	}
	return t
}

// wideInChinese ends the description of every wide view.
const wideInChinese = "单元格不是整数（2014年统计表和金额：不是数字）时为空值，其原因和每个数字的证明状态见 cells 表。"

var tablesInChinese = map[string]string{
	"documents":      "全部输入文件，每个一行，写明处理结果。",
	"reports":        "每份报告一行：是什么报告、可信到什么程度、来自何处。",
	"cells":          "权威长表：官方表格和统计指标表中报告实际印出的每个单元格一行；报告没有的单元格没有行。",
	"requests":       "收到和处理政府信息公开申请情况，报告印出的表式每行一行。" + wideInChinese,
	"disputes":       "政府信息公开行政复议、行政诉讼情况，报告印出的每种途径一行。" + wideInChinese,
	"proactive":      "主动公开政府信息情况，报告印出的表式每行一行。" + wideInChinese,
	"statistics2014": "政府信息公开情况统计表（国办发〔2014〕32号），报告印出的表式每行一行。" + wideInChinese,
	"series":         "在2014、2019、2021三种表式之间可比的指标，每份主文档每个指标一行；合计与其分项是不同的指标。",
	"sections":       "报告的文字部分，每部分一行，不含表格。",
	"findings":       "报告中的异常之处，每条一行。",
	"evidence":       "认定机关和年度所依据的内容，以及官方表式中没有栏目的表述，每条一行。",
	"crops":          "经光学字符识别读取、须人工核对的单元格及两次读取的结果，每个一行；其图片为 picture 列所指的文件。",
	"conflicts":      "同一机关同一年度的两份文档填报不同的单元格：主文档与每份其他文档的每个不同单元格一行。",
	"copies":         "文字与另一份报告几乎相同的部分，每对一行；所列报告为两者中较晚的一份。",
	"reviews":        "人工核对意见和人工识读：每个人工识读的单元格一行，没有识读的意见一行。人工识读与机器识读并列，从不取代机器识读。",
	"agencies":       "数据集中有报告或应有报告的机关及其上级机关，每个一行。",
	"coverage":       "哪些报告已有、哪些没有：数据集中每个机关、每个应有报告的年度一行。",
}

var columnsInChinese = map[string]string{
	// Shared by tables.
	"report_id":       "报告编号：文档字节 SHA-256 的前16位十六进制数",
	"agency":          "发布机关名称，与印出的一致；报告未写明时为空值",
	"agency_id":       "agencies 表中的机关；报告不能证明属于哪个机关时为空值",
	"year":            "报告年度，绝不是发布年份；报告未写明时为空值",
	"role":            "principal（主文档），或与同一机关同一年度主文档并存的文档：twin（附件或其他格式）、mobile（手机版）、mirror（其他网站的副本）、superseded（内容不同的较早版本）。统计时只取 principal，否则有多份文档的报告会重复计数",
	"status":          "报告可信程度：verified（表内勾稽关系全部成立且没有存疑单元格）、source-inconsistent（勾稽关系不成立，原文如此）、doubtful（存疑，须人工核对）、incomplete（缺少表格、行或数字）、narrative（没有标准表格：只有文字，或所列数字无从核对）、unjudged（未作判断）",
	"path":            "文档位置，与提供给程序的一致；没有路径时为空值",
	"url":             "文档发布网址；不详时为空值",
	"sha256":          "文档字节的 SHA-256，十六进制",
	"method":          "读取文档的引擎，如 pdf/pdfium",
	"fetched":         "下载时间，以抓取档案为准（UTC，RFC 3339）；不详时为空值",
	"layout":          "表格所依据的官方表式：cn-2019（国办公开办函〔2019〕60号）、cn-2021（国办公开办函〔2021〕30号）、cn-2014（国办发〔2014〕32号）、地方统计指标表的编号（如 cn-fujian-2009）、narrative（均不是）；未能认定时为空值",
	"table":           "表的代码",
	"row":             "行的代码",
	"column":          "列的代码",
	"proof":           "数值的证明状态：proven（有成立的勾稽关系，数字若有误则不会成立）、contradicted（所在勾稽关系不成立）、unchecked（没有勾稽关系涉及）、doubtful（文字不确定，或两次读取不一致）",
	"unit":            "印出的计量单位（单元格内或表头），不换算；未印出时为空值",
	"page":            "PDF 的页码，从1起；格式没有页时为空值",
	"box_left":        "PDF 页面上方框的左边，以显示页面左上角为原点；没有时为空值",
	"box_top":         "PDF 页面上方框的上边，以显示页面左上角为原点；没有时为空值",
	"box_right":       "PDF 页面上方框的右边，以显示页面左上角为原点；没有时为空值",
	"box_bottom":      "PDF 页面上方框的下边，以显示页面左上角为原点；没有时为空值",
	"element_path":    "元素路径（HTML、DOCX），如 /body/tbl[2]/tr[3]/tc[1]；格式没有时为空值",
	"line":            "文本文件的行号，从1起；格式没有时为空值",
	"other_report_id": "另一份报告的编号",

	"documents.sha256":       "文档字节的 SHA-256，十六进制；无法读取文件时为空文本",
	"documents.format":       "文件格式：docx、html、pdf 或 text；均不是时为空值",
	"documents.bytes":        "文档大小",
	"documents.status":       "处理结果：report（报告）、not-a-report（不是报告）、unreadable（无法读取）或 duplicate（重复文件）",
	"documents.reason":       "不是报告的原因，固定代码；是报告时为空值",
	"documents.message":      "不是报告的原因说明，图片（picture-of）则为所属网页；没有说明时为空值",
	"documents.report_id":    "文档所是或所重复的报告编号；没有时为空值",
	"documents.role":         "报告的角色：principal、twin、mobile、mirror 或 superseded，同 reports 表；其他文档为空值",
	"documents.duplicate_of": "所重复的文档的路径或网址；不是重复文件时为空值",
	"documents.pages":        "页数；格式没有页时为空值",
	"documents.method":       "读取文档的引擎，如 pdf/pdfium；未能读取时为空值",

	"reports.format":             "文件格式：docx、html、pdf 或 text",
	"reports.title":              "报告标题，与印出的一致，多行合为一行；没有时为空值",
	"reports.principal_id":       "同一机关同一年度主文档的报告编号；本身是主文档时即为自己的编号",
	"reports.published":          "网站标明的发布日期；没有时为空值",
	"reports.cells":              "该报告在 cells 表中的行数",
	"reports.cells_proven":       "证明状态为 proven 的单元格数",
	"reports.cells_contradicted": "证明状态为 contradicted 的单元格数",
	"reports.cells_unchecked":    "证明状态为 unchecked 的单元格数",
	"reports.cells_doubtful":     "证明状态为 doubtful 的单元格数",
	"reports.findings_error":     "严重程度为 error 的异常数",
	"reports.findings_warning":   "严重程度为 warning 的异常数",

	"cells.table":     "表的代码：proactive（主动公开）、requests（依申请公开）、disputes（行政复议、行政诉讼）、statistics2014（2014年统计表）或 local（非国家表式的统计指标表）",
	"cells.row":       "行的代码；没有已知指标表命名时按页面顺序为 row_001、row_002……",
	"cells.column":    "列的代码；没有已知指标表命名时为 value、value_2……",
	"cells.label":     "地方统计指标表中印出的行标签；国家表式的行为空值",
	"cells.value":     "印出的数字，精确值，单位见 unit 列；state 不是 number 时为空值",
	"cells.printed":   "原文印出的文字，去掉首尾空白；未印出时为空文本",
	"cells.state":     "印出的是什么：number（数字）、blank（空白）、dash（/ 之类）、text（文字，或不能精确表示的数字）、illegible（无法辨认）。空白、“/”、0 和没有该行是四种不同的事实",
	"cells.uncertain": "读取程序对 printed 的疑问；没有时为空值",

	"requests.row":                   "表式的行代码",
	"requests.natural_person":        "自然人",
	"requests.commercial_enterprise": "法人或其他组织：商业企业",
	"requests.research_institution":  "法人或其他组织：科研机构",
	"requests.public_welfare_org":    "法人或其他组织：社会公益组织",
	"requests.legal_service_org":     "法人或其他组织：法律服务机构",
	"requests.other_org":             "法人或其他组织：其他",
	"requests.total":                 "印出的总计，绝不自行计算",

	"disputes.row":       "表式的途径代码",
	"disputes.upheld":    "结果维持",
	"disputes.corrected": "结果纠正",
	"disputes.other":     "其他结果",
	"disputes.pending":   "尚未审结",
	"disputes.total":     "印出的总计，绝不自行计算",

	"proactive.row":             "表式的行代码",
	"proactive.issued":          "本年制发件数，cn-2021",
	"proactive.repealed":        "本年废止件数，cn-2021",
	"proactive.in_force":        "现行有效件数，cn-2021",
	"proactive.made":            "本年新制作数量，cn-2019",
	"proactive.disclosed":       "本年新公开数量，cn-2019",
	"proactive.disclosed_total": "对外公开总数量，cn-2019",
	"proactive.items_last_year": "上一年项目数量，cn-2019",
	"proactive.items_change":    "本年增/减，减少为负数，cn-2019",
	"proactive.decisions":       "（本年）处理决定数量",
	"proactive.items":           "采购项目数量，cn-2019",
	"proactive.amount":          "本年收费金额或采购总金额，单位见 amount_unit 列，不换算；单元格不是数字时为空值",
	"proactive.amount_unit":     "印出的金额单位（元、万元等）；未印出时为空值",

	"statistics2014.row":         "表式的行代码",
	"statistics2014.value":       "统计数（本年度）；单元格不是数字时为空值",
	"statistics2014.cumulative":  "历年累计（福建）；单元格不是数字时为空值",
	"statistics2014.government":  "区、县政府统计数（安徽）；单元格不是数字时为空值",
	"statistics2014.departments": "区、县直单位统计数（安徽）；单元格不是数字时为空值",
	"statistics2014.townships":   "乡镇街道统计数（安徽）；单元格不是数字时为空值",
	"statistics2014.unit":        "印出的计量单位；未印出时为空值",

	"series.indicator":     "指标代码",
	"series.value":         "数值：件数和金额为精确值，比例保留六位小数；缺失时为空值",
	"series.unit":          "数值的单位；比例为空值",
	"series.numerator":     "比例的分子，精确值；其他指标为空值",
	"series.denominator":   "比例的分母，精确值；其他指标为空值",
	"series.missing":       "没有数值的原因：blank（空白）、dash（/）、text（文字）、absent（报告没有）或 illegible（无法辨认），即第一个没有数字的单元格的状态；或 zero-denominator（分母为0）；有数值时为空值",
	"series.proof":         "所用单元格中最弱的证明状态",
	"series.layout":        "报告的表式；未能认定时为空值",
	"series.comparability": "与其他表式的可比程度代码；含义相同时为空值",
	"series.cells":         "所用的单元格，写作 table.row.column，以分号分隔",

	"sections.position": "该部分在报告中的次序，从1起",
	"sections.code":     "preface（前言）、overview（总体情况）、proactive（主动公开）、requests（依申请公开）、disputes（复议诉讼）、problems（问题及改进）或 other_matters（其他需要报告的事项）；官方格式没有的部分为空值",
	"sections.heading":  "印出的标题；没有时为空值",
	"sections.text":     "各段文字，以换行分隔",

	"findings.position":   "该异常在报告中的编号，从1起",
	"findings.code":       "异常种类的固定代码",
	"findings.severity":   "error（数字、表格或事实缺失或矛盾）、warning（与官方格式不一致）或 info（提示）",
	"findings.message":    "代码的含义，英文",
	"findings.message_zh": "代码的含义，中文",
	"findings.cells":      "相关单元格，写作 table.row.column，以分号分隔；没有时为空值",
	"findings.expected":   "表式或计算所要求的；没有可说的为空值",
	"findings.found":      "实际印出的；没有可说的为空值",
	"findings.detail":     "算式或印出的行；没有时为空值",

	"evidence.position": "该条在报告中的编号，从1起",
	"evidence.field":    "关于什么：agency（机关）、year（年度）、published（发布日期）、host（网站）或 fee（收费）",
	"evidence.value":    "所说的内容",
	"evidence.from":     "位于何处：title-page、period、signature、metadata 等",
	"evidence.passage":  "原文",

	"conflicts.printed":         "主文档印出的文字",
	"conflicts.state":           "主文档单元格的状态，同 cells 表，或 absent（没有该单元格）",
	"conflicts.other_printed":   "另一份文档印出的文字",
	"conflicts.other_state":     "另一份文档单元格的状态，同 cells 表，或 absent（没有该单元格）",
	"conflicts.other_report_id": "另一份文档的报告编号",

	"copies.section":      "报告部分的代码",
	"copies.other_agency": "另一份报告的发布机关，与印出的一致；未写明时为空值",
	"copies.other_year":   "另一份报告的年度；未写明时为空值",
	"copies.similarity":   "该部分文字片段中另一份报告也有的比例，百分数",
	"copies.shared":       "两者共有的最长段落，以换行分隔",

	"reviews.position":      "在该报告全部人工意见中的序号，从1起，按时间先后",
	"reviews.reviewed":      "核对时间（RFC 3339）",
	"reviews.reviewer":      "核对人",
	"reviews.note":          "意见；没有时为空值",
	"reviews.table":         "所识读单元格的表的代码；意见没有识读时为空值",
	"reviews.row":           "所识读单元格的行的代码；意见没有识读时为空值",
	"reviews.column":        "所识读单元格的列的代码；意见没有识读时为空值",
	"reviews.reading":       "核对人在该单元格所读的文字；空白单元格和没有识读的意见为空字符串",
	"reviews.machine":       "机器在该单元格所读的文字；没有读到时为空字符串",
	"reviews.machine_state": "机器所判的单元格状态，同 cells；报告没有该单元格或意见没有识读时为空值",

	"agencies.agency_id":    "固定编号：行政区划代码加职能",
	"agencies.name":         "正式全称",
	"agencies.aliases":      "只指该机关的其他名称，以分号分隔；没有时为空值",
	"agencies.division":     "所服务的行政区划代码（GB/T 2260，六位；乡镇九位）；中央为000000",
	"agencies.level":        "central（中央）、province（省级）、prefecture（地级）、county（县级）或 township（乡级）；名称未写明时为 unknown",
	"agencies.function":     "职能的固定代码，如 government（政府）、public_security（公安）",
	"agencies.parent_id":    "上级机关；没有时为空值",
	"agencies.successor_id": "承接其职能的机关；没有时为空值",

	"coverage.agency_id": "agencies 表中的机关",
	"coverage.year":      "报告年度",
	"coverage.state":     "held（已有报告）、not-found（输入中没有）、unreadable（似有文档但无法读取）或 not-published-yet（尚未到发布期限）",
	"coverage.report_id": "主文档的报告编号；没有时为空值",
	"coverage.detail":    "没有报告的原因：无法读取的文档、应当发布的期限；没有可说的为空值",
	"crops.first":        "第一次读取的结果；未读出时为空字符串",
	"crops.second":       "第二次读取的结果；未读出时，以及仅读取一次的文字单元格，为空字符串",
	"crops.picture":      "数据集文件夹中的图片文件（PNG）",
}
