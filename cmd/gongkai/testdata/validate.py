"""Reads a dataset that has Parquet and CSV files as others read it, and ends
with 1 when something is not as it says:

    python validate.py DATASET

datapackage.json by frictionless, croissant.json by mlcroissant, CITATION.cff
as YAML, and every Parquet file by DuckDB and by pyarrow, value by value
against the CSV file.
"""

import csv
import decimal
import hashlib
import json
import logging
import os
import sys
import warnings

import duckdb
import frictionless
import mlcroissant
import pyarrow.parquet
import yaml

problems = []


def check(condition, text):
    if not condition:
        problems.append(text)


def tables():
    return sorted(name[:-8] for name in os.listdir() if name.endswith(".parquet"))


def same(value, text, nullable):
    """Whether a value is what the CSV file says."""
    if value is None:
        return nullable and text == ""
    if isinstance(value, decimal.Decimal):
        return text != "" and value == decimal.Decimal(text)
    if isinstance(value, (int, str)):
        return str(value) == text
    return value.isoformat() == text


def compare(reader, table, names, rows, expected, nullable):
    check(names == expected[0], f"{reader}: {table}: columns {names}, want {expected[0]}")
    check(len(rows) == len(expected) - 1, f"{reader}: {table}: {len(rows)} rows, want {len(expected) - 1}")
    for number, (row, texts) in enumerate(zip(rows, expected[1:]), 1):
        for name, value, text in zip(names, row, texts):
            check(same(value, text, nullable[name]), f"{reader}: {table}: row {number}, {name}: {value!r}, want {text!r}")


def check_tables():
    csv.field_size_limit(1 << 30)
    for table in tables():
        with open(table + ".csv", encoding="utf-8", newline="") as f:
            expected = list(csv.reader(f))
        file = pyarrow.parquet.ParquetFile(table + ".parquet")
        nullable = {field.name: field.nullable for field in file.schema_arrow}
        arrow = file.read()
        compare("pyarrow", table, arrow.column_names, [tuple(row.values()) for row in arrow.to_pylist()], expected, nullable)
        result = duckdb.execute(f"select * from '{table}.parquet'")
        compare("DuckDB", table, [d[0] for d in result.description], result.fetchall(), expected, nullable)


def check_provenance():
    with open("documents.csv", encoding="utf-8", newline="") as f:
        digests = [row["sha256"] for row in csv.DictReader(f)]
    digest = hashlib.sha256("".join(d + "\n" for d in digests if d).encode()).hexdigest()
    for table in tables():
        entity = json.loads(pyarrow.parquet.read_metadata(table + ".parquet").metadata[b"gongkai.prov"])["entity"]
        inputs = entity.get("sha256:" + digest)
        check(inputs is not None and inputs["gongkai:documents"] == len(digests), f"{table}: the provenance does not name the inputs: {entity}")


def check_package():
    with open("datapackage.json", encoding="utf-8") as f:
        package = json.load(f)
    paths = sorted(resource["path"] for resource in package["resources"])
    check(paths == sorted(t + e for t in tables() for e in (".csv", ".parquet")), f"datapackage.json describes {paths}")
    lines = ""
    for resource in package["resources"]:
        with open(resource["path"], "rb") as f:
            digest = hashlib.sha256(f.read()).hexdigest()
        check(resource["hash"] == "sha256:" + digest, f"{resource['path']}: the digest is another")
        if resource["path"].endswith(".parquet"):
            lines += f"{digest}  {resource['path']}\n"
    check(package["fingerprint"] == "sha256:" + hashlib.sha256(lines.encode()).hexdigest(), "the fingerprint is another")
    report = frictionless.validate("datapackage.json")
    check(report.valid and len(report.tasks) == len(paths), f"frictionless: {report.flatten(['name', 'type', 'message'])[:20]} {report.errors[:5]}")


def check_croissant():
    dataset = mlcroissant.Dataset("croissant.json")
    check(not dataset.metadata.issues.errors, f"mlcroissant: {dataset.metadata.issues.errors}")
    sets = {record_set.uuid for record_set in dataset.metadata.record_sets}
    check(sets == set(tables()), f"croissant.json describes {sorted(sets)}")
    for table in tables():
        rows = pyarrow.parquet.read_metadata(table + ".parquet").num_rows
        records = sum(1 for _ in dataset.records(table))
        check(records == rows, f"mlcroissant: {table}: {records} records, want {rows}")


def check_citation():
    with open("CITATION.cff", encoding="utf-8") as f:
        citation = yaml.safe_load(f)
    for key in ("cff-version", "message", "title", "authors", "version"):
        check(citation.get(key), f"CITATION.cff has no {key}")


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    os.chdir(sys.argv[1])
    check(len(tables()) >= 15, f"only {tables()} are there")
    for part in (check_tables, check_provenance, check_package, check_croissant, check_citation):
        part()
    for problem in problems[:50]:
        print(problem)
    sys.exit(1 if problems else 0)


main()
