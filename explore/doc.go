// Package explore shows a dataset to people: a website, in Chinese and English, of
// which every number leads to the page that prints it.
//
// [Open] opens a dataset that has the SQLite file; [Site.Handler] serves it, [Site.Write]
// writes the same pages as static files. Pages are plain HTML made on the server; scripts
// draw charts and nothing else depends on them.
//
// # Addresses
//
// They are stable, and part of what people cite:
//
//	/zh/, /en/                           front page
//	/zh/search?q=                        agencies and texts
//	/zh/places/, /zh/places/35/          coverage: China, a province
//	/zh/agencies/KEY/                    an agency
//	/zh/reports/ID/                      a report
//	/zh/reports/ID/cells/T.R.C/          a cell, and where it is printed
//	/zh/reports/ID/crops/T.R.C.png       the strip of the page that prints it
//	/zh/reports/ID/against/OTHER/        two reports side by side
//	/zh/compare?…, /zh/rankings/…        comparison
//	/zh/findings/…                       findings
//	/zh/copies/                          copied narratives
//	/zh/sql                              questions in SQL
//	/reports/ID/pages/N.png              a drawn page of the document
//	/reports/ID/original                 the document itself
//	/assets/…                            style, scripts
//
// KEY is the agency's ID, or "n-" and a digest of its printed name where nothing proves
// which agency that is. A page that shows a table has the same address with .csv.
//
// # How it is kept safe
//
// Reports are written by strangers. Templates escape all of it; the Content-Security-Policy
// allows no script, style or address but our own; names of files are never made of
// addresses; the database is opened for reading only; documents are read in worker
// processes. Only hosts that the server was asked to be are answered.
//
// # What is not handled
//
// Datasets without dataset.sqlite, accounts, editing but for the review of a report.
package explore
