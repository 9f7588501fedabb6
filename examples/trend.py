"""How many requests does a city receive, year by year? polars, in the folder
of the dataset:

    python trend.py 朔陵市人民政府

A null is a number that the report does not print, and stays one. Of several
documents of a year only the principal one counts.
"""

import sys

import polars as pl

agency = sys.argv[1] if len(sys.argv) > 1 else "朔陵市人民政府"

rows = pl.scan_parquet("requests.parquet").filter(pl.col("agency") == agency, pl.col("role") == "principal")
trend = (
    rows.filter(pl.col("row").is_in(["new_requests", "granted", "processed_total"]))
    .select("report_id", "year", "status", "row", "total")
    .collect()
    .pivot("row", index=["report_id", "year", "status"], values="total")
    .sort("year", "report_id")
    .select("year", "new_requests", "granted", "processed_total", "status")
)
print(agency)
print(trend.write_csv(), end="")
