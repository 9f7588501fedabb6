// Package sites reads the web sites of agencies: bytes in, links and the next
// requests out. It does no network I/O; a crawler fetches what it asks for and
// hands it the answers.
//
// # Columns
//
// An agency publishes its annual report (政府信息公开工作年度报告) in a column of its
// site. [Discovery] finds the column from the home page. A [Walk] goes through
// it: pages of the list, articles, their files. What lists and pages how is a
// [Family]; there are twelve, in [Families], chosen by the marks that a page
// shows ([Sniff]), and the marks are kept.
//
// Where accounts of a family contradict each other (whether page 2 is _1 or _2,
// whether startrecord counts), a request carries the other ways in
// [Request.Else], and the one that brings new articles stays.
//
// # What is not followed
//
// Traps ([Trap]), addresses outside the [Scope], pages that bring nothing new,
// more than [Limits] allow. A page that is a challenge, a login or a notice that
// there is nothing ([Classify]) is recorded, and left alone: nothing here solves
// or goes around a challenge. Every address that is not asked for has a [Skip]
// with its reason.
//
// # Sources
//
// [Load] reads files of sites, one or more agencies each, as docs/SITES.md
// describes them; data/ holds columns of real agencies with the place where the
// address was seen.
//
// # Not handled
//
// Lists that only a script can compute (encrypted parameters made in the
// browser), search forms other than those of the families, and reports
// published only in newspapers or on social media.
package sites
