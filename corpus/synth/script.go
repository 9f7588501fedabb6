package synth

import (
	"math/rand/v2"
	"strings"

	"gongkai"
)

// traditionalForms are the characters of our vocabulary whose traditional form
// differs, that form, and its pinyin.
const traditionalForms = `
万萬wàn 与與yǔ 专專zhuān 业業yè 东東dōng 严嚴yán 个個gè 丰豐fēng 为為wéi 举舉jǔ 义義yì 习習xí 乡鄉xiāng 书書shū 于於yú 云雲yún
产產chǎn 从從cóng 们們men 优優yōu 众眾zhòng 会會huì 体體tǐ 关關guān 内內nèi 农農nóng 决決jué 况況kuàng 减減jiǎn 划劃huà 动動dòng
务務wù 劳勞láo 办辦bàn 区區qū 医醫yī 华華huá 单單dān 卫衛wèi 厅廳tīng 县縣xiàn 参參cān 发發fā 变變biàn 叠疊dié 号號hào 后後hòu
听聽tīng 员員yuán 围圍wéi 国國guó 图圖tú 场場chǎng 坚堅jiān 处處chù 备備bèi 复復fù 够夠gòu 实實shí 审審shěn 宽寬kuān 对對duì
导導dǎo 将將jiāng 尽盡jìn 属屬shǔ 岚嵐lán 带帶dài 帮幫bāng 广廣guǎng 应應yīng 开開kāi 归歸guī 当當dāng 录錄lù 彻徹chè 总總zǒng
态態tài 户戶hù 执執zhí 扩擴kuò 护護hù 报報bào 据據jù 数數shù 断斷duàn 无無wú 旧舊jiù 时時shí 显顯xiǎn 机機jī 权權quán
条條tiáo 构構gòu 极極jí 标標biāo 栏欄lán 档檔dàng 桥橋qiáo 检檢jiǎn 气氣qì 没沒méi 泽澤zé 涧澗jiàn 湾灣wān 滩灘tān 澜瀾lán 热熱rè
灵靈líng 环環huán 现現xiàn 电電diàn 疗療liáo 监監jiān 确確què 离離lí 种種zhǒng 称稱chēng 稳穩wěn 积積jī 签簽qiān 简簡jiǎn 类類lèi
系係xì 纠糾jiū 约約yuē 级級jí 纳納nà 组組zǔ 细細xì 织織zhī 结結jié 络絡luò 统統tǒng 绕繞rào 继繼jì 续續xù 维維wéi 编編biān
缴繳jiǎo 网網wǎng 罚罰fá 职職zhí 联聯lián 节節jié 苇葦wěi 范範fàn 荫蔭yīn 获獲huò 规規guī 视視shì 觉覺jué 计計jì 认認rèn 议議yì
训訓xùn 许許xǔ 论論lùn 设設shè 访訪fǎng 证證zhèng 评評píng 诉訴sù 话話huà 询詢xún 请請qǐng 读讀dú 课課kè 调調diào 负負fù
财財cái 责責zé 购購gòu 费費fèi 资資zī 转轉zhuǎn 轮輪lún 载載zài 较較jiào 输輸shū 达達dá 过過guò 运運yùn 还還hái 这這zhè
进進jìn 远遠yuǎn 连連lián 选選xuǎn 链鏈liàn 错錯cuò 镇鎮zhèn 长長zhǎng 门門mén 问問wèn 阅閱yuè 队隊duì 阳陽yáng 际際jì 陆陸lù
隐隱yǐn 险險xiǎn 难難nán 雾霧wù 页頁yè 项項xiàng 须須xū 领領lǐng 频頻pín 题題tí 额額é 鸣鳴míng 鹭鷺lù 强強qiáng 点點diǎn`

// scripts are the replacers for the two ways of writing.
func scripts() (plain, glossed *strings.Replacer) {
	var p, g []string
	for _, entry := range strings.Fields(traditionalForms) {
		runes := []rune(entry)
		from, to, pinyin := string(runes[0]), string(runes[1]), string(runes[2:])
		p = append(p, from, to)
		g = append(g, from, to+"("+pinyin+")")
	}
	return strings.NewReplacer(p...), strings.NewReplacer(g...)
}

func traditional(s *Sample, _ *rand.Rand) {
	plain, _ := scripts()
	s.transcribe(plain)
}

func pinyinGlosses(s *Sample, _ *rand.Rand) {
	_, glossed := scripts()
	s.transcribe(glossed)
}

// transcribe rewrites everything but the site and the printed values: those
// keep what the truth says of them.
func (s *Sample) transcribe(r *strings.Replacer) {
	for i := range s.Page.Title {
		s.Page.Title[i] = r.Replace(s.Page.Title[i])
	}
	for i := range s.Page.Blocks {
		s.Page.Blocks[i].Text = r.Replace(s.Page.Blocks[i].Text)
	}
	for _, cell := range s.Page.labelCells() {
		cell.Text = r.Replace(cell.Text)
	}
	metadata := make([]gongkai.MetadataField, len(s.Page.Site.Metadata))
	for i, m := range s.Page.Site.Metadata {
		metadata[i] = gongkai.MetadataField{Label: r.Replace(m.Label), Value: r.Replace(m.Value)}
	}
	s.Page.Site.Metadata = metadata
}
