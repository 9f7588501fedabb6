package gongkai

import "iter"

// Codes of the standard tables.
const (
	TableProactive = "proactive" // 主动公开政府信息情况
	TableRequests  = "requests"  // 收到和处理政府信息公开申请情况
	TableDisputes  = "disputes"  // 政府信息公开行政复议、行政诉讼情况
)

// Requests is the table 收到和处理政府信息公开申请情况, indexed [row][column]. A cell
// that the report does not have is the zero Value.
type Requests [RequestRowCount][ApplicantCount]Value

// RequestRow is a row of Requests.
type RequestRow int

// The rows of Requests, in the order of the official form. Other is the single
// row （六）其他处理 of cn-2019; cn-2021 has OtherNotCorrected, OtherFeeUnpaid and
// OtherRemaining in its place. Real reports of either year hold either.
const (
	NewRequests RequestRow = iota
	CarriedIn
	Granted
	PartlyGranted
	DeniedStateSecret
	DeniedByLaw
	DeniedSafetyStability
	DeniedThirdParty
	DeniedInternalAffairs
	DeniedProcessInformation
	DeniedEnforcementFile
	DeniedAdministrativeQuery
	UnavailableNotHeld
	UnavailableNeedsCreation
	UnavailableUnclear
	RejectedPetition
	RejectedDuplicate
	RejectedPublication
	RejectedExcessive
	RejectedReissue
	Other
	OtherNotCorrected
	OtherFeeUnpaid
	OtherRemaining
	ProcessedTotal
	CarriedOut
	RequestRowCount
)

var requestRows = []string{
	"new_requests", "carried_in", "granted", "partly_granted",
	"denied_state_secret", "denied_by_law", "denied_safety_stability",
	"denied_third_party", "denied_internal_affairs", "denied_process_information",
	"denied_enforcement_file", "denied_administrative_query",
	"unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear",
	"rejected_petition", "rejected_duplicate", "rejected_publication",
	"rejected_excessive", "rejected_reissue",
	"other", "other_not_corrected", "other_fee_unpaid", "other_remaining",
	"processed_total", "carried_out",
}

func (r RequestRow) String() string { return name(requestRows, int(r)) }

// Applicant is a column of Requests: who asked.
type Applicant int

// The columns of Requests. ApplicantTotal is 总计.
const (
	NaturalPerson Applicant = iota
	CommercialEnterprise
	ResearchInstitution
	PublicWelfareOrg
	LegalServiceOrg
	OtherOrg
	ApplicantTotal
	ApplicantCount
)

var applicants = []string{
	"natural_person", "commercial_enterprise", "research_institution",
	"public_welfare_org", "legal_service_org", "other_org", "total",
}

func (a Applicant) String() string { return name(applicants, int(a)) }

// Disputes is the table 行政复议、行政诉讼, indexed [route][outcome].
type Disputes [DisputeRouteCount][DisputeOutcomeCount]Value

// DisputeRoute is a row code of Disputes: how the decision was challenged.
type DisputeRoute int

const (
	Review          DisputeRoute = iota // 行政复议
	SuitDirect                          // 行政诉讼 未经复议直接起诉
	SuitAfterReview                     // 行政诉讼 复议后起诉
	DisputeRouteCount
)

var disputeRoutes = []string{"review", "suit_direct", "suit_after_review"}

func (d DisputeRoute) String() string { return name(disputeRoutes, int(d)) }

// DisputeOutcome is a column code of Disputes.
type DisputeOutcome int

const (
	Upheld       DisputeOutcome = iota // 结果维持
	Corrected                          // 结果纠正
	OtherOutcome                       // 其他结果
	Pending                            // 尚未审结
	OutcomeTotal                       // 总计
	DisputeOutcomeCount
)

var disputeOutcomes = []string{"upheld", "corrected", "other", "pending", "total"}

func (d DisputeOutcome) String() string { return name(disputeOutcomes, int(d)) }

// Proactive is the table 主动公开政府信息情况, indexed [row][column], over both
// layouts: each row uses the columns that its block prints, so a hybrid report
// is simply one whose rows use columns of different layouts.
type Proactive [ProactiveRowCount][ProactiveColumnCount]Value

// ProactiveRow is a row of Proactive.
type ProactiveRow int

const (
	Regulations        ProactiveRow = iota // 规章
	NormativeDocuments                     // (行政)规范性文件
	Licensing                              // 行政许可
	OtherServices                          // 其他对外管理服务事项, cn-2019 only
	Penalties                              // 行政处罚
	CoerciveMeasures                       // 行政强制
	Fees                                   // 行政事业性收费
	Procurement                            // 政府集中采购, cn-2019 only
	ProactiveRowCount
)

var proactiveRows = []string{
	"regulations", "normative_documents", "licensing", "other_services",
	"penalties", "coercive_measures", "fees", "procurement",
}

func (p ProactiveRow) String() string { return name(proactiveRows, int(p)) }

// ProactiveColumn is a column of Proactive.
type ProactiveColumn int

const (
	Issued         ProactiveColumn = iota // 本年制发件数, cn-2021
	Repealed                              // 本年废止件数, cn-2021
	InForce                               // 现行有效件数, cn-2021
	Made                                  // 本年新制作数量, cn-2019
	Disclosed                             // 本年新公开数量, cn-2019
	DisclosedTotal                        // 对外公开总数量, cn-2019
	ItemsLastYear                         // 上一年项目数量, cn-2019
	ItemsChange                           // 本年增/减, cn-2019
	Decisions                             // (本年)处理决定数量, both
	Items                                 // 采购项目数量, cn-2019
	Amount                                // 本年收费金额, 采购总金额
	ProactiveColumnCount
)

var proactiveColumns = []string{
	"issued", "repealed", "in_force", "made", "disclosed", "disclosed_total",
	"items_last_year", "items_change", "decisions", "items", "amount",
}

func (p ProactiveColumn) String() string { return name(proactiveColumns, int(p)) }

// Schema lists the row and column codes of one table, in official order.
type Schema struct {
	Table   string
	Rows    []string
	Columns []string
}

// Schemas lists the standard tables in the order of the official forms. Local
// lists have no schema: their rows and columns are the document's.
func Schemas() []Schema {
	return []Schema{
		{TableProactive, proactiveRows, proactiveColumns},
		{TableRequests, requestRows, applicants},
		{TableDisputes, disputeRoutes, disputeOutcomes},
		{TableStatistics2014, statisticsRows, statisticsColumns},
	}
}

// At returns the cell that ref names. It is nil when the report has no such
// table or the codes are unknown.
func (r *Report) At(ref CellRef) *Value {
	switch ref.Table {
	case TableRequests:
		row, okRow := index[RequestRow](requestRows, ref.Row)
		column, okColumn := index[Applicant](applicants, ref.Column)
		if r.Requests != nil && okRow && okColumn {
			return &r.Requests[row][column]
		}
	case TableDisputes:
		row, okRow := index[DisputeRoute](disputeRoutes, ref.Row)
		column, okColumn := index[DisputeOutcome](disputeOutcomes, ref.Column)
		if r.Disputes != nil && okRow && okColumn {
			return &r.Disputes[row][column]
		}
	case TableProactive:
		row, okRow := index[ProactiveRow](proactiveRows, ref.Row)
		column, okColumn := index[ProactiveColumn](proactiveColumns, ref.Column)
		if r.Proactive != nil && okRow && okColumn {
			return &r.Proactive[row][column]
		}
	case TableStatistics2014:
		row, okRow := index[StatisticsRow](statisticsRows, ref.Row)
		column, okColumn := index[StatisticsColumn](statisticsColumns, ref.Column)
		if r.Statistics2014 != nil && okRow && okColumn {
			return &r.Statistics2014[row][column]
		}
	case TableLocal:
		if r.Local != nil {
			return r.Local.at(ref.Row, ref.Column)
		}
	}
	return nil
}

// Set stores v at ref, creating the table when the report does not have it
// yet. It reports whether the codes are known; those of local lists are, unless
// they are empty.
func (r *Report) Set(ref CellRef, v Value) bool {
	switch {
	case ref.Table == TableRequests && r.Requests == nil:
		r.Requests = new(Requests)
	case ref.Table == TableDisputes && r.Disputes == nil:
		r.Disputes = new(Disputes)
	case ref.Table == TableProactive && r.Proactive == nil:
		r.Proactive = new(Proactive)
	case ref.Table == TableStatistics2014 && r.Statistics2014 == nil:
		r.Statistics2014 = new(Statistics2014)
	case ref.Table == TableLocal && ref.Row != "" && ref.Column != "":
		if r.Local == nil {
			r.Local = new(Local)
		}
		r.Local.set(ref.Row, ref.Column, v)
		return true
	}
	at := r.At(ref)
	if at == nil {
		return false
	}
	*at = v
	return true
}

// HasTable reports whether the report has any cell of the table.
func (r *Report) HasTable(table string) bool {
	switch table {
	case TableRequests:
		return r.Requests != nil
	case TableDisputes:
		return r.Disputes != nil
	case TableProactive:
		return r.Proactive != nil
	case TableStatistics2014:
		return r.Statistics2014 != nil
	case TableLocal:
		return r.Local != nil
	}
	return false
}

// Cells yields every cell that the report has, absent ones left out, in the
// order of Schemas, then those of local lists, row by row.
func (r *Report) Cells() iter.Seq2[CellRef, *Value] {
	return func(yield func(CellRef, *Value) bool) {
		for _, schema := range Schemas() {
			if !r.HasTable(schema.Table) {
				continue
			}
			for _, row := range schema.Rows {
				for _, column := range schema.Columns {
					ref := CellRef{schema.Table, row, column}
					if v := r.At(ref); v.State != Absent && !yield(ref, v) {
						return
					}
				}
			}
		}
		if r.Local == nil {
			return
		}
		for _, row := range r.Local.Rows {
			for _, column := range r.Local.Columns {
				v := row.Values[column.Code]
				if v != nil && v.State != Absent && !yield(CellRef{TableLocal, row.Code, column.Code}, v) {
					return
				}
			}
		}
	}
}
