package sinks

import "gongkai"

// statistics2014 is the wide view of the form of 2014, whose rows differ in
// unit: its numbers are exact decimals.
func statistics2014() Table {
	number := func(column, description string) Column {
		return exact(column, description+"; null unless the cell holds a number", func(at *row) *gongkai.Value { return at.formCell(column) })
	}
	return wide(gongkai.TableStatistics2014,
		"Statistics of disclosure (政府信息公开情况统计表, 国办发〔2014〕32号), one row for every row of the form that a report prints.",
		number("value", "the year's number (统计数)"),
		number("cumulative", "the number since records began (历年累计), Fujian"),
		number("government", "the county government's own number (区、县政府统计数), Anhui"),
		number("departments", "the number of the departments (区、县直单位统计数), Anhui"),
		number("townships", "the number of towns and subdistricts (乡镇街道统计数), Anhui"),
		code("unit", "unit as printed; null when none is printed", unitOfRow).orNull(),
	)
}

// unitOfRow is the unit of the first cell of the form row at hand that has one.
func unitOfRow(at *row) string {
	for column := range gongkai.StatisticsColumnCount {
		if unit := at.formCell(column.String()).Unit; unit != "" {
			return unit
		}
	}
	return ""
}
