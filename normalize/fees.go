package normalize

import (
	"regexp"
	"strconv"
	"strings"

	"gongkai"
)

// What section six says of the processing fee (国办函〔2020〕109号): a report states
// how many notices of it were given and how much was charged.
var (
	feeTopic = regexp.MustCompile(`信息(?:公开)?处理费|收费通知|依申请(?:公开|提供).{0,12}(?:收费|费用)`)
	// Rules and conditions are no amounts.
	feeCondition = regexp.MustCompile(`将|如|若|超过|按照.{0,60}标准|可以|应当|办法》.{0,12}规定收取|每件|以上|起收|上年|去年|累计`)
	feeAmount    = regexp.MustCompile(`(?:收取|收费|收到|金额|总额|费用|处理费)[^0-9元]{0,20}?([0-9]+(?:\.[0-9]+)?)(万元|元)`)
	feeNotices   = regexp.MustCompile(`通知(?:书)?(?:的)?(?:件数)?(?:共|为|计)?([0-9]{1,6})(?:件|份|次)|(?:发出|发放|出具)(?:信息处理费)?(?:收费)?(?:通知)?([0-9]{1,6})(?:件|份|次)`)
	feeNone      = regexp.MustCompile(`(?:未|没有|无)(?:产生|收取|发生|涉及|征收)?(?:任何)?[^0-9，。]{0,16}(?:信息(?:公开)?处理费|费用|收费)|不收取(?:任何)?费用`)
)

// checkFees keeps what is said of the fee as evidence, reports a fee that was
// charged, which no table of the form holds, and statements that exclude each
// other: a fee charged beside "none charged", or requests dropped because a fee
// was not paid (（六）2) though no notice was given. A notice may have been given
// last year if requests were carried in.
func checkFees(r *gongkai.Report) {
	var none, charged, unnoticed gongkai.Evidence
	for _, passage := range feePassages(r) {
		if m := feeNotices.FindStringSubmatch(passage); m != nil {
			e := keepFee(r, m[1]+m[2], "notices", passage)
			if atoi(e.Value) == 0 {
				unnoticed = e
			}
		}
		if m := feeAmount.FindStringSubmatch(passage); m != nil {
			e := keepFee(r, m[1]+m[2], "amount", passage)
			if strings.Trim(m[1], "0.") != "" {
				charged = e
				find(r, gongkai.Finding{Code: gongkai.FeesCharged, Found: e.Value, Detail: passage})
			}
		}
		if feeNone.MatchString(passage) {
			none.Text = passage
		}
	}
	unpaid := requestCell(gongkai.OtherFeeUnpaid, gongkai.ApplicantTotal)
	n, stated := total(r, []gongkai.CellRef{unpaid})
	carried, _ := total(r, requestCells(gongkai.ApplicantTotal, gongkai.CarriedIn))
	switch {
	case none.Text != "" && charged.Text != "":
		find(r, gongkai.Finding{Code: gongkai.FeesConflict, Found: charged.Value, Detail: none.Text})
	case stated && n > 0 && carried == 0 && unnoticed.Text != "":
		find(r, gongkai.Finding{
			Code: gongkai.FeesConflict, Cells: []gongkai.CellRef{unpaid}, Expected: "0", Found: strconv.FormatInt(n, 10),
			Detail: unnoticed.Text, Location: r.At(unpaid).Location,
		})
	}
}

// feePassages are the sentences of section six that state what was done about
// the fee in the year of the report.
func feePassages(r *gongkai.Report) []string {
	var list []string
	for _, s := range r.Sections {
		if s.Code != "other_matters" {
			continue
		}
		for _, passage := range sentence.FindAllString(comma.ReplaceAllString(plainText(s.Text), "$1$2"), -1) {
			// Numbers of documents that are cited hold years.
			year := otherYear(cited.ReplaceAllString(passage, ""), r.Year)
			if feeTopic.MatchString(passage) && !feeCondition.MatchString(passage) && !(year && r.Year != 0) {
				list = append(list, passage)
			}
		}
	}
	return list
}

func keepFee(r *gongkai.Report, value, from, passage string) gongkai.Evidence {
	e := gongkai.Evidence{Field: "fee", Value: value, From: from, Text: passage}
	r.Evidence = append(r.Evidence, e)
	return e
}
