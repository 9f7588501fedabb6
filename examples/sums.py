"""Whose numbers do not add up? pandas, in the folder of the dataset:

    python sums.py

A sum that fails is a finding. It is the agency's own if the reading is beyond
doubt, which the status of the report says.
"""

import pandas as pd

reports = pd.read_parquet("reports.parquet", columns=["report_id", "agency", "year", "role", "status"])
findings = pd.read_parquet("findings.parquet", columns=["report_id", "code", "cells", "expected", "found", "detail"])

reports = reports[reports.role == "principal"]
printed_so = reports[reports.status == "source-inconsistent"]
wrong = printed_so.merge(findings[findings.code == "identity-fails"], on="report_id")

print(f"{len(printed_so)} of {len(reports)} reports print sums that do not add up.")
by_agency = wrong.groupby("agency").agg(reports=("report_id", "nunique"), sums=("code", "size"))
by_agency = by_agency.sort_values(["reports", "sums", "agency"], ascending=[False, False, True])
print(by_agency.head(5).to_csv(), end="")

print("The first of each of the first three:")
for agency in by_agency.index[:3]:
    first = wrong[wrong.agency == agency].sort_values(["year", "cells"]).iloc[0]
    print(f"{agency} {first.year:.0f}: {first.detail}")
