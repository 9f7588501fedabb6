package sqlite

// queries answer what is asked first. They are in datasette.json, and serve as
// examples of how the database is asked.
var queries = map[string]query{
	"who_denies_most": {
		Title: "谁不予公开得最多 · Who denies most",
		Description: "Requests denied (不予公开, all reasons) in per cent of those processed (总计), by agency and year, of reports with at least ten processed. " +
			"Reports whose sums fail are left out: their status says why.",
		SQL: `SELECT agency, year,
  SUM(total) FILTER (WHERE "row" LIKE 'denied_%') AS denied,
  SUM(total) FILTER (WHERE "row" = 'processed_total') AS processed,
  ROUND(100.0 * SUM(total) FILTER (WHERE "row" LIKE 'denied_%') / SUM(total) FILTER (WHERE "row" = 'processed_total'), 1) AS per_cent,
  report_id
FROM current_requests
WHERE status = 'verified'
GROUP BY report_id, agency, year
HAVING processed >= 10 AND denied IS NOT NULL
ORDER BY per_cent DESC, processed DESC, report_id`,
	},
	"sums_that_fail": {
		Title:       "哪些报告的数字对不上 · Whose numbers do not add up",
		Description: "Reports in which a sum of the form fails and the reading is beyond doubt: what the form asks for, what is printed, and where.",
		SQL: `SELECT r.agency, r.year, f.message_zh, f.message, f.detail, f.expected, f.found, f.cells, COALESCE(r.url, r.path) AS document, f.page
FROM current_reports AS r JOIN findings AS f USING (report_id)
WHERE r.status = 'source-inconsistent' AND f.code = 'identity-fails'
ORDER BY r.agency, r.year, f.report_id, f.position`,
	},
	"trend_of_an_agency": {
		Title:       "一个机关的历年变化 · Trend of an agency",
		Description: "Requests received and what became of them, year by year. A gap is a number that is not printed or not whole; it is never 0.",
		SQL: `SELECT year,
  MAX(total) FILTER (WHERE "row" = 'new_requests') AS received,
  MAX(total) FILTER (WHERE "row" = 'granted') AS granted,
  MAX(total) FILTER (WHERE "row" = 'partly_granted') AS partly_granted,
  SUM(total) FILTER (WHERE "row" LIKE 'denied_%') AS denied,
  MAX(total) FILTER (WHERE "row" = 'processed_total') AS processed,
  status, report_id
FROM current_requests
WHERE agency = :agency
GROUP BY report_id, year, status
ORDER BY year, report_id`,
	},
	"copied_reports": {
		Title:       "哪些报告照抄 · Copied reports",
		Description: "Sections whose text is nearly that of another report, the most alike first.",
		SQL: `SELECT agency, year, section, other_agency, other_year, similarity, shared, report_id, other_report_id
FROM copies
ORDER BY similarity_real DESC, report_id, other_report_id, section`,
	},
	"missing_reports": {
		Title:       "缺哪些年度报告 · Missing reports",
		Description: "Agencies and years without a report that can be read, and why.",
		SQL: `SELECT a.name, c.year, c.state, c.detail, a.division, a.level
FROM coverage AS c JOIN agencies AS a USING (agency_id)
WHERE c.state <> 'held'
ORDER BY a.division, a.name, c.year`,
	},
	"search": {
		Title:       "全文检索 · Search the narratives",
		Description: "Sections that hold a text of three or more characters.",
		SQL: `SELECT s.agency, s.year, s.heading, snippet(sections_search, -1, '[', ']', '…', 40) AS passage, s.report_id
FROM sections_search JOIN sections AS s ON s.rowid = sections_search.rowid
WHERE sections_search MATCH '"' || REPLACE(:text, '"', '""') || '"' AND s.role = 'principal'
ORDER BY s.year DESC, s.report_id, s.position`,
	},
}
