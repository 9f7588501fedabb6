// Package sinks turns reports into the tables of the dataset: which tables
// there are, which columns they have and what a row of each says.
//
//	documents  every input, also those that failed or were not reports
//	reports    one row a report
//	cells      the authoritative long table: one row a printed cell
//	requests, disputes, proactive
//	           wide views of cells: one row a form row, one column a form column
//	series     indicators that are comparable over layouts
//	sections   the narrative
//	findings   what was odd, with the cells concerned
//	evidence   what was weighed to find agency and year
//	conflicts  cells in which two documents of one report differ
//	copies     sections that are nearly those of another report
//	reviews    what people say of documents, and read in their cells
//	agencies   who reports
//	coverage   which reports are there, and why others are not
//
// [Tables] states every column once: name, type, unit, description, and how it
// is read from a report. [Files] makes a [Sink] of a format that holds one table a
// file (sinks/parquet, sinks/csv, sinks/jsonl), [OneFile] of one that holds
// many ([Book]: sinks/sqlite, sinks/excel). Formats know types only; column names
// are in the indexes and questions of sinks/sqlite. [Dataset] makes the folder
// appear whole or not at all; sinks/codebook writes what it says about itself.
// [Inputs] digests what it was made of.
//
// # Input
//
// A [Record] at a time: documents in ascending order of SHA-256, then path;
// then agencies, then coverage. Nothing that is kept in
// memory grows with the number of rows, except what a format itself keeps for
// its index at the end of a file (Parquet: a few hundred bytes per column and
// row group).
//
// # What is never done
//
// No number is filled in, rounded or converted. A cell is null in the wide
// views unless it holds a whole number (an exact decimal for amounts); why, says
// its state in cells. The only text that is changed is text that is not UTF-8,
// which no text column can hold: each stray byte is written as
// \xHH (file names from older systems are where it occurs).
//
// # Not handled
//
// A dataset spread over several files per table.
package sinks
