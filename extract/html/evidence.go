package html

import "strings"

// tableLabels are parts of labels that the standard tables
// (国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号, 国办发〔2014〕32号) and the known
// lists of indicators have. They only serve to find the tables on the page.
var tableLabels = []string{
	"第二十条第", "信息内容", "规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购",
	"制发件数", "废止件数", "有效件数", "公开数量", "处理决定数量",
	"勾稽关系", "申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构",
	"本年新收", "上年结转", "本年度办理结果", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理",
	"结转下年度", "国家秘密", "三安全一稳定", "第三方合法权益", "行政执法案卷", "行政查询事项", "重复申请",
	"结果维持", "结果纠正", "尚未审结", "行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉",
	"指标名称", "计量单位", "统计指标", "历年累计", "公开信息数", "公开文件数", "申请数", "答复数", "申请公开信息总数",
}

// headingWords are what the headings of a report's sections speak of.
var headingWords = []string{
	"总体情况", "概述", "概况", "基本情况", "主动公开", "依申请", "收到和处理", "复议", "诉讼", "收费", "减免",
	"存在", "问题", "改进", "其他需要", "需要报告", "需要说明", "信息公开", "政务公开", "统计表",
}

// maxHeading is the length of a heading in bytes: 40 characters.
const maxHeading = 120

// isHeading reports whether the paragraph is the numbered heading of a section.
func isHeading(text string) bool {
	if len(text) > maxHeading {
		return false
	}
	text = compact(text)
	rest := strings.TrimLeft(text, "一二三四五六七八九十")
	if rest == text {
		return false
	}
	for _, word := range headingWords {
		if strings.Contains(rest, word) {
			return true
		}
	}
	return false
}

// containers are the classes and ids (in lower case) and the elements that
// common systems put around the article, and nothing else.
var containers = set(
	"article", "main", "ucapcontent", // elements
	"trs_editor", "trs_ueditor", "trs_editor_view", "trs_web", // TRS
	"ucap-content", "ucap_content", // 开普云
	"zoom", "zoomcon", "fontzoom", "con_con", // many
	"v_news_content", "vsb_content", "vsb_content_2", "vsb_content_4", "vsb_content_500", "vsb_content_501", // 博达
	"wp_articlecontent", "entry", "article-content", "article_content", "article-con", "article_con", "articlecontent", "article-body",
	"news_content", "news_conent", "news-content", "newscontent", "news_content_main", "newsview", "ewb-article-content", "ewb-info-content",
	"pages_content", "pages-content", "page-content", "pagecontent", "detail_content", "detail-content", "detailcontent", "detail_con",
	"js_content", "rich_media_content", "easysite-news-text", "easysite-news-content", "xxgk_content", "xxgk-content", "zwgk_content",
	"content_body", "content-body", "contentbody", "content_box", "content_text", "content-text", "contenttext", "maincontent", "main_content",
	"bt_content", "bt-content", "text_content", "txt_content", "txtcontent", "con_text", "contxt", "info_content", "infocontent", "gkml_content",
	"view_content", "viewcontent", "scroll_cont", "wzcon", "zw_content", "zwcontent", "zhengwen", "zw", "art_con", "art-con", "artcon", "arc_content", "arccontent",
)

// chromeWords are parts of the classes and ids of what surrounds an article.
var chromeWords = []string{
	"breadcrumb", "crumb", "share", "footer", "copyright", "pagination", "pager", "qrcode", "ewm", "sidebar", "toolbar",
	"prevnext", "prev-next", "prev_next", "related", "xgwd", "xgxx", "bdsharebuttonbox", "jiathis", "position", "location", "dqwz",
	"attachment", "article_btn", "links_con", "tabs_hd", "topnav", "navbar", "menu", "login", "search", "feedback", "evaluate",
}

// titleClasses are classes and ids of the heading above the article.
var titleClasses = set(
	"article_title", "article-title", "articletitle", "art_title", "art-title", "arc_title", "arctitle", "content_title", "content-title",
	"contenttitle", "con_title", "con-title", "contitle", "news_title", "news-title", "newstitle", "detail_title", "detail-title", "info_title", "info-title",
	"page_title", "page-title", "pages-title", "pages_title", "main_title", "main-title", "maintitle", "xl_title", "xl-title", "ewb-article-tt", "ewb-info-title",
	"view_title", "zw_title", "zwtitle", "wz_title", "wztitle", "title", "tit", "bt", "biaoti", "rich_media_title", "scy_main_v2_title", "titlefont", "ivs_title",
)

// furniture is how lines begin that belong to the page and not to the article.
var furniture = []string{
	"当前位置", "您当前的位置", "您当前位置", "您的位置", "您现在的位置", "你的位置", "首页>", "首页»", "上一篇", "下一篇", "上一条", "下一条", "上一页", "下一页", "上篇", "下篇",
	"打印", "【打印", "[打印", "关闭", "【关闭", "[关闭", "【返回", "返回顶部", "返回列表", "收藏本页", "分享到", "分享:", "分享：", "扫一扫", "用手机", "手机扫",
	"版权所有", "主办单位", "主办：", "主办:", "承办单位", "承办：", "承办:", "网站标识码", "网站地图", "备案编号", "相关链接", "相关附件下载", "附件下载",
	"字体：", "字体:", "【字体", "字号：", "字号:", "【字号", "浏览次数", "浏览量", "点击数", "点击率", "点击次数", "访问量", "访问次数", "阅读次数", "全真版", "文字版", "文件下载",
	"语音播报", "无障碍", "关怀版", "我要纠错", "网站纠错", "Copyright", "©",
}

// maxFurniture is the length of such a line in bytes: 80 characters.
const maxFurniture = 240

func isFurniture(text string) bool {
	if len(text) > maxFurniture {
		return false
	}
	if strings.Contains(text, "ICP备") || strings.Contains(text, "公网安备") {
		return true
	}
	text = compact(text)
	for _, begin := range furniture {
		if strings.HasPrefix(text, begin) {
			return true
		}
	}
	return false
}

func set(names ...string) map[string]bool {
	s := make(map[string]bool, len(names))
	for _, name := range names {
		s[name] = true
	}
	return s
}
