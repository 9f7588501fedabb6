package pdf

// ideograph returns the ideograph for a radical that is drawn exactly like it,
// and any other rune as it is. Some producers map the glyph of 人 to the
// radical ⼈, because the font uses one glyph for both.
func ideograph(r rune) rune {
	switch {
	case r >= kangxiFirst && r < kangxiFirst+rune(len(kangxi)):
		return kangxi[r-kangxiFirst]
	case r >= 0x2E80 && r <= 0x2EF3:
		if full, ok := supplement[r]; ok {
			return full
		}
	}
	return r
}

const kangxiFirst = 0x2F00

// kangxi are the compatibility decompositions of the 214 radicals from U+2F00,
// in order (Unicode Character Database).
var kangxi = []rune("一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀" +
	"寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋" +
	"比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸" +
	"缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛" +
	"辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻" +
	"黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠")

// supplement are the radicals of U+2E80-U+2EF3 that are whole characters of
// simplified Chinese. Unicode decomposes only two of them.
var supplement = map[rune]rune{
	'⺟': '母', '⺠': '民', '⻁': '虎', '⻄': '西', '⻅': '见', '⻆': '角', '⻉': '贝',
	'⻋': '车', '⻓': '长', '⻔': '门', '⻘': '青', '⻙': '韦', '⻚': '页', '⻛': '风',
	'⻜': '飞', '⻝': '食', '⻢': '马', '⻣': '骨', '⻤': '鬼', '⻥': '鱼', '⻦': '鸟',
	'⻧': '卤', '⻨': '麦', '⻩': '黄', '⻬': '齐', '⻮': '齿', '⻰': '龙', '⻳': '龟',
}
