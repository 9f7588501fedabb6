// Package gongkai is the domain of the program: what an annual disclosure
// report (政府信息公开工作年度报告) says, where on the page it says it, and how far
// that can be believed.
//
// The package imports only the standard library and nothing of this project.
// Everything else imports it:
//
//	corpus     bytes, and where they came from
//	extract    bytes → Document → which cell is which field
//	normalize  printed text → numbers, agency, year, checks, Status
//	sinks      Report → dataset files
//
// # Two models
//
// A [Document] is what a reader saw, in order, with no idea of what it means:
// paragraphs and grids. A [Report] is what the document states: typed tables
// of [Value], sections of prose, findings, a [Status].
//
// # What is never done
//
// No number is filled in, rounded, repaired or defaulted. A cell that the
// report does not have ([Absent]), one that is printed empty ([Blank]), one
// that holds "/" ([Dash]) and one that holds 0 are four different facts.
//
// # Sources
//
// The codes of tables, rows and columns follow the official forms:
// 国办公开办函〔2019〕60号 (layout cn-2019) and 国办公开办函〔2021〕30号 (layout
// cn-2021).
package gongkai
