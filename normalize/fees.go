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

// checkFees keeps what is said of the fee as evidence, and reports statements
// that exclude each other: a fee charged beside "none charged", or requests
// dropped because a fee was not paid (（六）2) though no notice was given. A notice
// may have been given last year if requests were carried in.
func checkFees(r *gongkai.Report) {
	none, charged, notices := "", "", int64(-1)
	for _, s := range r.Sections {
		if s.Code != "other_matters" {
			continue
		}
		for _, passage := range sentence.FindAllString(comma.ReplaceAllString(plainText(s.Text), "$1$2"), -1) {
			if !feeTopic.MatchString(passage) || feeCondition.MatchString(passage) || r.Year != 0 && otherYear(unifyFee(passage), r.Year) {
				continue
			}
			if m := feeNotices.FindStringSubmatch(passage); m != nil {
				notices, _ = strconv.ParseInt(m[1]+m[2], 10, 64)
				keepFee(r, m[1]+m[2], "notices", passage)
			}
			if m := feeAmount.FindStringSubmatch(passage); m != nil {
				keepFee(r, m[1]+m[2], "amount", passage)
				if strings.Trim(m[1], "0.") != "" {
					charged = m[1] + m[2]
				}
			}
			if feeNone.MatchString(passage) {
				none = passage
			}
		}
	}
	unpaid := gongkai.CellRef{Table: gongkai.TableRequests, Row: gongkai.OtherFeeUnpaid.String(), Column: gongkai.ApplicantTotal.String()}
	n, stated := total(r, []gongkai.CellRef{unpaid})
	carried, _ := total(r, requestCells(gongkai.ApplicantTotal, gongkai.CarriedIn))
	switch {
	case none != "" && charged != "":
		find(r, gongkai.Finding{Code: gongkai.FeesConflict, Found: charged, Detail: none})
	case stated && n > 0 && carried == 0 && notices == 0:
		find(r, gongkai.Finding{Code: gongkai.FeesConflict, Cells: []gongkai.CellRef{unpaid}, Expected: "0", Found: strconv.FormatInt(n, 10), Location: r.At(unpaid).Location})
	}
}

func keepFee(r *gongkai.Report, value, from, passage string) {
	r.Evidence = append(r.Evidence, gongkai.Evidence{Field: "fee", Value: value, From: from, Text: passage})
}

// unifyFee drops the numbers of the documents that the sentence cites, which
// hold years.
func unifyFee(s string) string { return cited.ReplaceAllString(s, "") }
