package gongkai

import "slices"

// Identity is a sum that an official form states about itself: the printed
// cells of Left add up to the same as those of Right. All its cells are of one
// column, or all of one row.
type Identity struct {
	Left, Right []CellRef
}

// All reports whether a predicate is true of every cell of the identity.
func (i Identity) All(is func(CellRef) bool) bool {
	not := func(c CellRef) bool { return !is(c) }
	return !slices.ContainsFunc(i.Left, not) && !slices.ContainsFunc(i.Right, not)
}

// RequestIdentities lists what the table of requests states. For every column:
// new_requests + carried_in = processed_total + carried_out, and processed_total
// = the sum of every outcome row. For every row: total = the sum of the six
// applicant columns. Split says that （六）其他处理 is three rows, as in cn-2021;
// else it is the single row of cn-2019.
func RequestIdentities(split bool) []Identity {
	var list []Identity
	outcomes := outcomeRows(split)
	for column := range ApplicantCount {
		list = append(list,
			Identity{requestCells(column, NewRequests, CarriedIn), requestCells(column, ProcessedTotal, CarriedOut)},
			Identity{requestCells(column, outcomes...), requestCells(column, ProcessedTotal)})
	}
	for row := range RequestRowCount {
		var parts []CellRef
		for column := range ApplicantTotal {
			parts = append(parts, requestCells(column, row)...)
		}
		list = append(list, Identity{parts, requestCells(ApplicantTotal, row)})
	}
	return list
}

// outcomeRows are the rows that processed_total sums: （六） counts once.
func outcomeRows(split bool) []RequestRow {
	var rows []RequestRow
	for row := Granted; row < ProcessedTotal; row++ {
		if row < Other || row > Other == split {
			rows = append(rows, row)
		}
	}
	return rows
}

func requestCells(column Applicant, rows ...RequestRow) []CellRef {
	cells := make([]CellRef, len(rows))
	for i, row := range rows {
		cells[i] = CellRef{TableRequests, row.String(), column.String()}
	}
	return cells
}

// DisputeIdentities lists what the table of disputes states, for every route:
// total = the sum of the four outcomes.
func DisputeIdentities() []Identity {
	var list []Identity
	for route := range DisputeRouteCount {
		cell := func(o DisputeOutcome) CellRef { return CellRef{TableDisputes, route.String(), o.String()} }
		var parts []CellRef
		for o := range OutcomeTotal {
			parts = append(parts, cell(o))
		}
		list = append(list, Identity{parts, []CellRef{cell(OutcomeTotal)}})
	}
	return list
}

// StatisticsSums and StatisticsBounds are what the form of 国办发〔2014〕32号 states
// about its rows, in every column. Requests closed need not be those received,
// because some are carried over. Information published in two ways counts once
// in the total, so that its channels may add up to more, and rarely to less.
func StatisticsSums() []Sum {
	return []Sum{
		{StatRequestsReceived.String(), statisticsCodes(StatRequestsInPerson, StatRequestsByMail)},
		{StatRequestsClosed.String(), statisticsCodes(StatClosedOnTime, StatClosedExtended)},
		{StatRequestsAnswered.String(), append(statisticsCodes(StatAnsweredAlreadyPublic, StatAnsweredDenied),
			statisticsCodes(StatAnsweredNotThisOrgan, StatAnsweredOtherRoute)...)},
		{StatAnsweredDenied.String(), statisticsCodes(StatDeniedStateSecret, StatDeniedOtherLaw)},
		{StatReviews.String(), statisticsCodes(StatReviewsUpheld, StatReviewsOther)},
		{StatSuits.String(), statisticsCodes(StatSuitsUpheld, StatSuitsOther)},
		{StatStaff.String(), statisticsCodes(StatStaffFullTime, StatStaffPartTime)},
	}
}

// StatisticsBounds: see StatisticsSums.
func StatisticsBounds() []Bound {
	one := func(row StatisticsRow) []string { return statisticsCodes(row, row) }
	return []Bound{
		{Part: StatDisclosedNormative.String(), Whole: one(StatDisclosedTotal)},
		{Part: StatPressConferencesByHead.String(), Whole: one(StatPressConferences)},
		{Part: StatOnlineInterviewsByHead.String(), Whole: one(StatOnlineInterviews)},
		{Part: StatDisclosedTotal.String(), Whole: statisticsCodes(StatByGazette, StatByOtherChannel), Loose: true},
	}
}

// statisticsCodes are the codes of the rows from first to last.
func statisticsCodes(first, last StatisticsRow) []string {
	var codes []string
	for row := first; row <= last; row++ {
		codes = append(codes, row.String())
	}
	return codes
}
