package synth

// place is an invented place: no such name is in the national list of
// divisions. Pinyin names files and hosts.
type place struct{ name, pinyin string }

var prefectures = []place{
	{"云澜市", "yunlan"}, {"霁州市", "jizhou"}, {"澄岚市", "chenglan"}, {"砚江市", "yanjiang"},
	{"朔陵市", "shuoling"}, {"汐湾市", "xiwan"}, {"珞川市", "luochuan"}, {"溟阳市", "mingyang"},
}

var counties = []place{
	{"青梧县", "qingwu"}, {"栖岚县", "qilan"}, {"砚溪县", "yanxi"}, {"霜林县", "shuanglin"},
	{"芷湖县", "zhihu"}, {"泠泉区", "lingquan"}, {"岫云区", "xiuyun"}, {"汀澜区", "tinglan"},
	{"槐隐县", "huaiyin"}, {"松涧县", "songjian"}, {"叠翠区", "diecui"}, {"苇塘县", "weitang"},
}

var towns = []place{
	{"松溪口镇", "songxikou"}, {"白鹭滩镇", "bailutan"}, {"石磨坪乡", "shimoping"}, {"柳荫渡镇", "liuyindu"},
	{"九曲垄乡", "jiuqulong"}, {"望潮街道", "wangchao"}, {"桂影街道", "guiying"}, {"雁鸣坞镇", "yanmingwu"},
}

var bureaus = []place{
	{"财政局", "finance"}, {"教育局", "education"}, {"民政局", "civil-affairs"}, {"司法局", "justice"},
	{"自然资源局", "land"}, {"生态环境局", "ecology"}, {"市场监督管理局", "market"},
	{"住房和城乡建设局", "housing"}, {"卫生健康局", "health"}, {"交通运输局", "transport"},
	{"农业农村局", "agriculture"}, {"应急管理局", "emergency"}, {"人力资源和社会保障局", "labour"},
	{"审计局", "audit"}, {"统计局", "statistics"}, {"水务局", "water"}, {"医疗保障局", "insurance"},
	{"公安局", "police"}, {"发展和改革局", "development"}, {"文化和旅游局", "culture"},
}

// streets stand in addresses. The third has a character that GBK lacks and
// GB18030 writes in four bytes.
var streets = []string{"听雨路", "文澜大道", "㵲溪路", "青云街", "书院路", "新桥东路"}
