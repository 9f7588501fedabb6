package gongkai

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Simplify returns s as official pages print it: traditional characters
// simplified, also those that a converter chose wrongly (製度, 體係), and the
// pinyin glosses of mirror pages, 機(jī)關(guān), removed. It is for comparing
// labels, titles and prose; what a cell prints stays as printed. Text in
// simplified characters comes back unchanged.
//
// It folds characters one by one, so that nothing is decided by context; of
// the vocabulary of Taiwan only 資訊公開 and 規範性檔案, which occur in labels, are
// folded too. Characters that have a use of their own in simplified text (乾,
// 著, 覆) stay.
func Simplify(s string) string {
	folded := strings.Map(simple, cutGlosses(s))
	if folded != s {
		folded = labelWords.Replace(folded)
	}
	return folded
}

// IsTraditional reports whether r is a character that Simplify folds.
func IsTraditional(r rune) bool { return simple(r) != r }

// simple is the character that r is compared as.
func simple(r rune) rune {
	if r < firstHan || r > lastHan {
		return r
	}
	if to := simplified()[r-firstHan]; to != 0 {
		return to
	}
	return r
}

// The block CJK Unified Ideographs.
const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
)

// cutGlosses removes the readings of characters that stand in brackets behind
// them. Most texts with brackets have none, and are told apart without a search
// by pattern.
func cutGlosses(s string) string {
	for _, open := range []string{"(", "（"} {
		for rest := s; ; {
			_, after, ok := strings.Cut(rest, open)
			if !ok {
				break
			}
			if r, _ := utf8.DecodeRuneInString(after); unicode.Is(unicode.Latin, r) && unicode.IsLower(r) {
				return gloss.ReplaceAllString(s, "$1")
			}
			rest = after
		}
	}
	return s
}

var gloss = regexp.MustCompile(`(\p{Han})[(（][a-zà-öø-üāēěīńňōūǎǐǒǔǖǘǚǜ]{1,6}[)）]`)

var labelWords = strings.NewReplacer("资讯公开", "信息公开", "规范性档案", "规范性文件")

var simplified = sync.OnceValue(func() []rune {
	table := make([]rune, lastHan-firstHan+1)
	pairs := []rune(strings.ReplaceAll(traditional, "\n", ""))
	for i := 0; i+1 < len(pairs); i += 2 {
		table[pairs[i]-firstHan] = pairs[i+1]
	}
	return table
})

// traditional holds pairs of a traditional character and its simplified one:
// those that may occur in labels, names and the prose of reports. All but 於, 後,
// 谘, 徵 and 麽 are absent from GB 2312, so that no simplified text has them.
const traditional = `
並并亂乱亞亚佈布佔占併并來来係系倉仓個个們们倫伦偉伟側侧偽伪傘伞備备傢家傭佣傳传債债傷伤傾倾僅仅僑侨價价儀仪億亿儘尽償偿優优儲储兒儿內内兩两冊册凍冻凱凯別别刪删
則则剛刚創创劃划劇剧劉刘劑剂勁劲動动務务勛勋勝胜勞劳勢势勳勋勵励勸劝匯汇區区協协卻却厲厉參参叢丛吳吴員员問问啟启喚唤喪丧喬乔單单嗎吗嗚呜嘆叹嘗尝噸吨嚇吓嚐尝嚨咙
嚮向嚴严囑嘱國国圍围園园圓圆圖图團团執执堅坚報报場场塊块塗涂塢坞塵尘墊垫墜坠墳坟墾垦壇坛壓压壞坏壟垄壩坝壯壮壽寿夠够夢梦夾夹奧奥奪夺奮奋妝妆妳你娛娱婦妇媽妈嬰婴
孫孙學学孿孪宮宫實实寧宁審审寫写寬宽寵宠寶宝將将專专尋寻對对導导屆届屍尸屢屡層层屬属岡冈峯峰島岛峽峡崗岗嵐岚嶄崭嶺岭嶽岳巖岩帥帅師师帳帐帶带幀帧幟帜幣币幫帮幹干
幾几庫库廂厢廈厦廟庙廠厂廢废廣广廬庐廳厅張张強强彈弹彌弥彎弯彙汇彥彦後后徑径從从復复徬彷徵征徹彻恆恒恥耻悅悦悶闷惡恶惱恼惻恻愛爱愾忾態态慘惨慚惭慣惯慮虑慶庆慾欲
憂忧憐怜憑凭憤愤憲宪憶忆懇恳應应懲惩懶懒懷怀懸悬懼惧戀恋戔戋戰战戲戏戶户戸户拋抛挾挟捨舍捲卷掃扫掄抡掙挣掛挂採采揀拣揚扬換换揮挥損损搖摇搗捣搥捶搶抢搾榨摑掴摟搂
摯挚撈捞撐撑撓挠撣掸撥拨撫抚撲扑撻挞撿捡擁拥擄掳擇择擊击擋挡擔担據据擠挤擬拟擯摈擰拧擱搁擴扩擺摆擾扰攆撵攏拢攔拦攙搀攜携攝摄攤摊攪搅攬揽敗败敘叙敵敌數数斂敛斬斩
斷断於于時时晉晋晝昼暈晕暉晖暢畅暫暂曆历曉晓曠旷曬晒書书會会朧胧東东桿杆梔栀條条棄弃棗枣棟栋棧栈棲栖楊杨楓枫楨桢業业極极榮荣榿桤構构槍枪槓杠樁桩樂乐樓楼標标樞枢
樣样樸朴樹树橋桥機机橫横檔档檢检檯台檸柠櫃柜櫥橱櫻樱欄栏權权欽钦歎叹歐欧歡欢歩步歲岁歷历歸归殘残殯殡殺杀殼壳毀毁毎每氈毡氣气汙污決决沒没沖冲況况洩泄涇泾涼凉淚泪
淨净淪沦淵渊淺浅渙涣減减渦涡測测渾浑湊凑湧涌湯汤準准溝沟溫温溼湿滄沧滅灭滌涤滬沪滯滞滲渗滷卤滾滚滿满漁渔漢汉漣涟漬渍漲涨漸渐漿浆潑泼潔洁潛潜潤润潰溃澀涩澇涝澗涧
澤泽澱淀濃浓濕湿濟济濤涛濫滥濱滨濺溅濾滤瀉泻瀋沈瀏浏瀝沥瀾澜灑洒灕漓灘滩灣湾災灾為为烏乌無无煉炼煒炜煙烟煥焕煩烦熒荧熱热燁烨燈灯燉炖燒烧燙烫營营燦灿燭烛燻熏爐炉
爛烂爭争爲为爺爷爾尔牀床牆墙牘牍牠它牽牵犧牺狀状猙狰猶犹獄狱獅狮獎奖獨独獲获獵猎獸兽獺獭獻献現现瑩莹瑪玛環环璽玺瓊琼瓏珑甌瓯產产産产畝亩畢毕畫画異异當当疇畴疊叠
痙痉痺痹瘋疯瘡疮療疗癥症癮瘾癱瘫發发皺皱盜盗盞盏盡尽監监盤盘盧卢盪荡眥眦眾众瞞瞒瞭了矚瞩矯矫硯砚碩硕碭砀確确碼码磚砖磯矶礎础礙碍礦矿祇只禍祸禦御禪禅禮礼禿秃稅税
稈秆稟禀種种稱称穀谷穌稣積积穩稳穫获窩窝窮穷竄窜竈灶竊窃競竞筆笔筍笋箋笺節节範范築筑簡简簽签籃篮籌筹籤签籬篱籮箩籲吁粵粤糝糁糞粪糧粮糾纠紀纪約约紅红紋纹納纳紐纽
紓纾純纯紕纰紗纱紙纸級级紛纷紡纺紮扎細细紳绅紹绍終终組组絆绊結结絕绝絡络給给絨绒統统絲丝絹绢綁绑綏绥經经綜综綠绿綢绸維维綱纲網网綴缀綸纶綺绮綿绵緊紧緒绪線线緝缉
締缔緣缘編编緩缓緬缅緯纬練练緻致縉缙縐绉縛缚縣县縫缝縮缩縱纵縴纤縷缕總总績绩織织繚缭繞绕繩绳繪绘繫系繳缴繼继續续纏缠纖纤纜缆罈坛罰罚罷罢羅罗羣群羨羡義义習习翹翘
聖圣聞闻聯联聰聪聲声聳耸職职聽听聾聋肅肃脅胁脈脉脣唇脹胀腎肾腦脑腫肿腸肠膚肤膠胶膩腻膽胆膿脓臉脸臍脐臘腊臨临臺台與与興兴舉举舊旧舖铺艙舱艦舰艱艰艷艳荊荆莊庄莖茎
華华萊莱萬万葉叶葦苇蓋盖蓮莲蔔卜蔣蒋蔥葱蔭荫蕩荡蕪芜蕭萧薈荟薊蓟薑姜薔蔷薦荐薩萨藍蓝藝艺藥药藹蔼蘆芦蘇苏蘊蕴蘋苹蘚藓蘭兰處处虛虚號号虧亏虯虬蝕蚀蝦虾蝸蜗螞蚂螢萤
蟬蝉蟲虫蠅蝇蠟蜡蠶蚕蠻蛮衆众衊蔑術术衛卫衝冲衹只袞衮裊袅裏里補补裝装裡里製制複复褲裤褻亵襯衬襲袭覈核見见規规覓觅視视親亲覺觉覽览觀观觸触訂订訃讣計计訊讯討讨訓训
託托記记訛讹訝讶訟讼訪访設设許许訴诉診诊註注詐诈評评詛诅詞词詠咏詢询詣诣試试詩诗詭诡詮诠話话該该詳详誅诛誇夸誌志認认誕诞誘诱語语誠诚誡诫誤误說说説说誰谁課课誹诽
誼谊調调談谈諉诿請请諒谅論论諜谍諧谐諫谏諭谕諮咨諱讳諷讽諸诸諾诺謀谋謂谓謊谎謎谜謙谦講讲謝谢謠谣謨谟謬谬謹谨證证譏讥識识譚谭譜谱譯译議议譴谴護护譽誉讀读變变讎仇
讓让讚赞谘咨豈岂豎竖豐丰豔艳豬猪貓猫貝贝貞贞負负財财貢贡貧贫貨货販贩貪贪貫贯責责貯贮貴贵買买貸贷費费貼贴貿贸賀贺賄贿資资賊贼賓宾賜赐賞赏賠赔賢贤賣卖賤贱賦赋質质
賬账賭赌賴赖賺赚購购賽赛贈赠贊赞贏赢贖赎贛赣趕赶趙赵趨趋趲趱跡迹踐践踴踊蹟迹蹤踪蹺跷躊踌躍跃軀躯車车軌轨軍军軒轩軟软軸轴較较載载輔辅輕轻輛辆輝辉輟辍輩辈輪轮輯辑
輸输輻辐輾辗輿舆轄辖轉转轍辙轎轿轟轰辦办辭辞辮辫辯辩農农迴回逕径這这連连週周進进運运過过達达違违遙遥遜逊遞递遠远適适遲迟遷迁選选遺遗遼辽邁迈還还邊边邏逻郵邮鄉乡
鄒邹鄔邬鄧邓鄭郑鄰邻醜丑醞酝醫医醬酱釀酿釁衅釋释釐厘釘钉針针釣钓鈉钠鈍钝鈎钩鈔钞鈞钧鈣钙鈴铃鉀钾鉅巨鉛铅鉤钩銀银銅铜銘铭銜衔銳锐銷销銹锈鋁铝鋅锌鋒锋鋪铺鋼钢錄录
錘锤錚铮錢钱錦锦錫锡錯错錶表鍋锅鍍镀鍛锻鍵键鍾钟鎂镁鎖锁鎢钨鎮镇鎳镍鏈链鏟铲鏡镜鏽锈鐘钟鐮镰鐵铁鑄铸鑑鉴鑒鉴鑰钥鑲镶鑼锣鑽钻鑿凿長长門门閃闪閉闭開开閏闰閒闲間间
閘闸閣阁閤合閥阀閨闺閩闽閱阅閲阅閻阎闆板闊阔闌阑闕阙闖闯關关闡阐闢辟陘陉陝陕陣阵陰阴陳陈陸陆陽阳隊队階阶隕陨際际隨随險险隱隐隴陇隸隶隻只雋隽雖虽雙双雛雏雜杂雞鸡
離离難难雲云電电霧雾霽霁靂雳靈灵靜静靦腼鞏巩鞦秋韆千韋韦韓韩韻韵響响頁页頂顶頃顷項项順顺須须頌颂預预頑顽頒颁頓顿頗颇領领頭头頸颈頹颓頻频顆颗題题額额顏颜願愿顛颠
類类顧顾顫颤顯显風风颱台颳刮颶飓飄飘飛飞飢饥飯饭飲饮飼饲飽饱飾饰餃饺餅饼養养餓饿餘余餞饯館馆餵喂饋馈饑饥饒饶饞馋馬马馭驭馮冯馳驰駁驳駐驻駕驾駛驶駝驼駿骏騎骑騙骗
騰腾騷骚驅驱驕骄驗验驚惊驛驿驟骤驢驴髒脏體体髮发鬆松鬚须鬢鬓鬥斗鬧闹鬱郁魚鱼魯鲁魷鱿鮮鲜鯉鲤鯊鲨鯨鲸鰲鳌鱗鳞鳥鸟鳩鸠鳳凤鳴鸣鴉鸦鴨鸭鴻鸿鵑鹃鵬鹏鶴鹤鷄鸡鷗鸥鷹鹰
鷺鹭鹵卤鹹咸鹼碱鹽盐麗丽麥麦麵面麼么麽么黃黄黒黑點点黨党黴霉齊齐齋斋齒齿齡龄齣出齪龊齲龋龍龙龐庞龔龚龕龛龜龟`
