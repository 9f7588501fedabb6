package page

import "golang.org/x/text/unicode/norm"

// Ideograph returns the ideograph for a radical or a compatibility ideograph that
// is drawn exactly like it, and any other rune as it is. Some producers map the
// glyph of 人 to the radical ⼈, because the font uses one glyph for both.
func Ideograph(r rune) rune {
	switch {
	case r >= 0x2F00 && r <= 0x2FD5, // Kangxi radicals
		r >= 0xF900 && r <= 0xFAFF, r >= 0x2F800 && r <= 0x2FA1F: // compatibility ideographs
		if decomposed := []rune(norm.NFKC.String(string(r))); len(decomposed) == 1 {
			return decomposed[0]
		}
	case r >= 0x2E80 && r <= 0x2EF3:
		if full, ok := supplement[r]; ok {
			return full
		}
	}
	return r
}

// supplement are the radicals of U+2E80-U+2EF3 that are whole characters of
// simplified Chinese. Unicode decomposes only two of them.
var supplement = map[rune]rune{
	'⺟': '母', '⺠': '民', '⻁': '虎', '⻄': '西', '⻅': '见', '⻆': '角', '⻉': '贝',
	'⻋': '车', '⻓': '长', '⻔': '门', '⻘': '青', '⻙': '韦', '⻚': '页', '⻛': '风',
	'⻜': '飞', '⻝': '食', '⻢': '马', '⻣': '骨', '⻤': '鬼', '⻥': '鱼', '⻦': '鸟',
	'⻧': '卤', '⻨': '麦', '⻩': '黄', '⻬': '齐', '⻮': '齿', '⻰': '龙', '⻳': '龟',
}
