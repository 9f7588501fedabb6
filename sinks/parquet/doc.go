// Package parquet writes the tables of the dataset as Apache Parquet files, one
// a table, readable by any Parquet reader (https://parquet.apache.org/docs/).
//
// # What the files hold
//
//	text, code   BYTE_ARRAY, logical type STRING; codes in a dictionary
//	integer      INT64
//	decimal      FIXED_LEN_BYTE_ARRAY(11), logical type DECIMAL(26,8): holds
//	             every gongkai.Decimal exactly, but not how many decimals were
//	             printed ("printed" in cells does)
//	hundredths   INT64, logical type DECIMAL(10,2)
//	date         INT32, logical type DATE
//
// Columns are in the order of sinks.Tables; pages are compressed with zstd.
// The key-value metadata gongkai.table and gongkai.columns (JSON) describe the
// table and its columns, gongkai.prov (PROV-JSON) what the dataset was made of. The order of the rows is declared as sorting columns.
//
// The same rows and the same provenance give the same bytes: there is no time stamp, and where a row
// group ends depends on the rows alone.
//
// # Bounds
//
// Codes, integers, coordinates and dates carry minimum and maximum, so that a
// reader can skip what it does not look for. Decimals do not: parquet-go
// v0.32.0 compares fixed-length decimals as unsigned bytes, so that the bounds
// of a column with a negative number are wrong (polars then finds no row at
// all for value > 1). Texts do not either: their bounds would be whole sections
// of prose in the footer.
//
// # Not handled
//
// Bloom filters, encryption, append to an existing file. What is kept in memory
// for the footer grows with the number of row groups.
package parquet
