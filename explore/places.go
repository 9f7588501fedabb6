package explore

import (
	"slices"
	"strings"
)

// provinces are the divisions of the first level, by the first two digits of their
// codes (GB/T 2260), with "00" for central bodies.
var provinces = []struct{ Code, Chinese, English string }{
	{"00", "中央", "Central"}, {"11", "北京", "Beijing"}, {"12", "天津", "Tianjin"}, {"13", "河北", "Hebei"}, {"14", "山西", "Shanxi"}, {"15", "内蒙古", "Inner Mongolia"},
	{"21", "辽宁", "Liaoning"}, {"22", "吉林", "Jilin"}, {"23", "黑龙江", "Heilongjiang"}, {"31", "上海", "Shanghai"}, {"32", "江苏", "Jiangsu"}, {"33", "浙江", "Zhejiang"},
	{"34", "安徽", "Anhui"}, {"35", "福建", "Fujian"}, {"36", "江西", "Jiangxi"}, {"37", "山东", "Shandong"}, {"41", "河南", "Henan"}, {"42", "湖北", "Hubei"},
	{"43", "湖南", "Hunan"}, {"44", "广东", "Guangdong"}, {"45", "广西", "Guangxi"}, {"46", "海南", "Hainan"}, {"50", "重庆", "Chongqing"}, {"51", "四川", "Sichuan"},
	{"52", "贵州", "Guizhou"}, {"53", "云南", "Yunnan"}, {"54", "西藏", "Tibet"}, {"61", "陕西", "Shaanxi"}, {"62", "甘肃", "Gansu"}, {"63", "青海", "Qinghai"},
	{"64", "宁夏", "Ningxia"}, {"65", "新疆", "Xinjiang"}, {"71", "台湾", "Taiwan"}, {"81", "香港", "Hong Kong"}, {"82", "澳门", "Macao"},
}

// unplaced stands for agencies whose place nothing proves, in addresses.
const unplaced = "unknown"

// placeName is the name of the province with the code, "" for none.
func placeName(l Language, code string) string {
	for _, p := range provinces {
		if p.Code == code {
			return l.T(p.Chinese, p.English)
		}
	}
	if code == "" {
		return l.T("地区不详", "Place not known")
	}
	return code
}

// placeOf is the code that an address names.
func placeOf(name string) (code string, ok bool) {
	if name == unplaced {
		return "", true
	}
	return name, slices.ContainsFunc(provinces, func(p struct{ Code, Chinese, English string }) bool { return p.Code == name })
}

// placeAddress is what an address names the province by.
func placeAddress(code string) string {
	if code == "" {
		return unplaced
	}
	return code
}

// placesNamed are the codes of provinces whose names begin with the text.
func placesNamed(text string) []string {
	var codes []string
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	for _, p := range provinces {
		if strings.HasPrefix(text, p.Chinese) || strings.EqualFold(p.English, text) {
			codes = append(codes, p.Code)
		}
	}
	return codes
}
