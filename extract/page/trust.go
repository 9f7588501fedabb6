package page

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Thresholds of what counts as prose. A font whose glyphs are mapped to wrong
// characters gives characters that are rare, or common ones in an order that no
// disclosure has. Over a real report and the PDFs in testdata no font of a page
// has a rare character, or less than 48 % known pairs; where every character is
// the next one of its character set it is 3 % at most.
const (
	// maxRareShare of the characters beyond ASCII may be rare.
	maxRareShare = 0.25
	// minCharacters is how many it takes to judge by that.
	minCharacters = 20
	// minKnownShare of the pairs of ideographs must be known.
	minKnownShare = 0.1
	// minPairs is how many it takes to judge by that.
	minPairs = 50
)

// vocabulary is words that disclosure reports are full of: their pairs of
// characters tell prose from characters that are mapped at random.
const vocabulary = `政府信息公开工作年度报告 主动公开 依法申请 行政机关 人民政府 办公室 总体情况 存在的主要问题及改进情况 其他需要报告的事项
本年新收 上年结转 结转下年度继续办理 本年度办理结果 予以公开 部分公开 不予公开 无法提供 不予处理 其他处理 总计 自然人 法人或其他组织
商业企业 科研机构 社会公益组织 法律服务机构 属于国家秘密 法律行政法规禁止公开 危及三安全一稳定 保护第三方合法权益 三类内部事务信息
四类过程性信息 行政执法案卷 行政查询事项 本机关不掌握相关 没有现成信息需要另行制作 补正后申请内容仍不明确 信访举报投诉类申请 重复申请
要求提供公开出版物 无正当理由大量反复申请 要求行政机关确认或重新出具已获取信息 逾期未按收费通知要求缴纳费用 视为放弃 行政复议 行政诉讼
结果维持 结果纠正 尚未审结 未经复议直接起诉 复议后起诉 规章 规范性文件 制发件数 废止件数 现行有效件数 行政许可 处罚 强制 事业性收费 收费金额
处理决定数量 对外管理服务 政府集中采购 信息内容 单位 根据 按照 中华人民共和国 条例 规定 要求 统计 期限 联系 电话 地址 电子 网站 平台 栏目 发布
群众 社会 关切 回应 解读 政策 重点 领域 建设 管理 制度 机制 完善 加强 落实 推进 进一步 提高 提升 质量 水平 能力 业务 培训 监督 保障 考核 评估
责任 领导 小组 人员 部门 各级 乡镇 街道 社区 农村 经济 发展 改革 市场 监管 生态 环境 教育 卫生 财政 预算 决算 项目 资金 安全 通过 开展 进行
及时 全面 准确 规范 标准 目录 审查 流程 渠道 方式 方面 目前 今后 下一步 同时 以及 不断 有效 积极 认真 严格 充分 问题 不足 措施 意识 更新 会议`

// frequent are characters of which half of any prose consists: a pair of two of
// them is known as well, whatever the prose is about.
const frequent = `的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经去法学如都同现
当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日者意无力与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头
文体政相见被利二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先通教原东提立及比员解水名真论处走各入几口认条平系气题活更别变四总何电数
安少报才结反受目太量再建务做接必场件计管期市直资命山金指许统区保至形社便空决治展科五基书非则达光放即难且完设式路记南品住告类求据程北边该交规万取
國個們來為說時會對這過發後經現動還進樣實無與長機關間問應頭體見產話從員論處條題變總電數報結務場計資統區決書達難萬`

// knownPairs are the pairs of characters in the vocabulary's words.
var knownPairs = pairsOf(vocabulary)

func known(a, b rune) bool {
	return is(a, isFrequent) && is(b, isFrequent) || knownPairs[[2]rune{a, b}]
}

func pairsOf(words string) map[[2]rune]bool {
	pairs := map[[2]rune]bool{}
	for _, word := range strings.Fields(words) {
		runes := []rune(word)
		for i := 1; i < len(runes); i++ {
			pairs[[2]rune{runes[i-1], runes[i]}] = true
		}
	}
	return pairs
}

// prose counts what a font writes on a page.
type prose struct {
	characters, rare int // beyond ASCII
	pairs, known     int // of ideographs that follow each other
}

// plausible reports whether the characters can be those that are drawn.
func (p prose) plausible() bool {
	return (p.characters < minCharacters || float64(p.rare) <= maxRareShare*float64(p.characters)) &&
		(p.pairs < minPairs || float64(p.known) >= minKnownShare*float64(p.pairs))
}

// distrust marks the characters of the fonts whose text makes no sense. Those
// of a font with digits alone show nothing, and are believed.
func distrust(chars []Char) {
	fonts := map[uint64]*prose{}
	last := map[uint64]rune{}
	for _, c := range chars {
		p := fonts[c.Font]
		if p == nil {
			p = &prose{}
			fonts[c.Font] = p
		}
		if c.Unmapped || c.Rune <= unicode.MaxASCII {
			last[c.Font] = 0
			continue
		}
		p.characters++
		if !is(c.Rune, isCommon) {
			p.rare++
		}
		if !unicode.Is(unicode.Han, c.Rune) {
			last[c.Font] = 0
			continue
		}
		if before := last[c.Font]; before != 0 {
			p.pairs++
			if known(before, c.Rune) {
				p.known++
			}
		}
		last[c.Font] = c.Rune
	}
	for i := range chars {
		chars[i].Implausible = !fonts[chars[i].Font].plausible()
	}
}

// kind says what is known of a character.
type kind uint8

const (
	isCommon kind = 1 << iota
	isFrequent
)

// kinds lists the characters of the basic plane: common are the signs and the
// ideographs of the first levels of GB 2312 and Big5, which prose is written with.
var kinds = sync.OnceValue(func() *[1 << 16]kind {
	list := new([1 << 16]kind)
	add := func(e encoding.Encoding, lead, last, trail byte) {
		for ; lead <= last; lead++ {
			for b := int(trail); b < 0xFF; b++ {
				if text, err := e.NewDecoder().Bytes([]byte{lead, byte(b)}); err == nil {
					if r, size := utf8.DecodeRune(text); size == len(text) && r != utf8.RuneError && r <= 0xFFFF {
						list[r] |= isCommon
					}
				}
			}
		}
	}
	add(simplifiedchinese.GBK, 0xA1, 0xA9, 0xA1)
	add(simplifiedchinese.GBK, 0xB0, 0xD7, 0xA1)
	add(traditionalchinese.Big5, 0xA1, 0xC6, 0x40)
	for _, r := range frequent {
		list[r] |= isFrequent
	}
	return list
})

func is(r rune, k kind) bool { return r <= 0xFFFF && kinds()[r]&k != 0 }
