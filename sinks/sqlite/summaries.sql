CREATE TABLE _agencies (
  key TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, agency_id TEXT, province TEXT, division TEXT, level TEXT, function TEXT, parent_key TEXT,
  reports INTEGER NOT NULL, first_year INTEGER, last_year INTEGER,
  verified INTEGER NOT NULL, inconsistent INTEGER NOT NULL, doubtful INTEGER NOT NULL, incomplete INTEGER NOT NULL, narrative INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO _agencies
SELECT gongkai_agency_key(r.agency_id, r.agency) AS k, coalesce(a.name, min(r.agency)), r.agency_id, substr(a.division, 1, 2), a.division, a.level, a.function, a.parent_id,
  count(*), min(r.year), max(r.year),
  sum(r.status = 'verified'), sum(r.status = 'source-inconsistent'), sum(r.status = 'doubtful'), sum(r.status = 'incomplete'), sum(r.status = 'narrative')
FROM current_reports r LEFT JOIN agencies a ON a.agency_id = r.agency_id
WHERE r.agency_id IS NOT NULL OR r.agency IS NOT NULL
GROUP BY k;

INSERT OR IGNORE INTO _agencies
SELECT agency_id, name, agency_id, substr(division, 1, 2), division, level, function, parent_id, 0, NULL, NULL, 0, 0, 0, 0, 0 FROM agencies;

CREATE INDEX _agencies_by_province ON _agencies (province, reports);

CREATE INDEX _agencies_by_parent ON _agencies (parent_key);

CREATE INDEX _agencies_by_last_year ON _agencies (last_year, reports);

CREATE TABLE _places (
  province TEXT NOT NULL, year INTEGER NOT NULL, reports INTEGER NOT NULL,
  verified INTEGER NOT NULL, inconsistent INTEGER NOT NULL, doubtful INTEGER NOT NULL, incomplete INTEGER NOT NULL, narrative INTEGER NOT NULL,
  PRIMARY KEY (province, year)
) STRICT, WITHOUT ROWID;

INSERT INTO _places
SELECT coalesce(substr(a.division, 1, 2), '') AS p, coalesce(r.year, 0) AS y, count(*),
  sum(r.status = 'verified'), sum(r.status = 'source-inconsistent'), sum(r.status = 'doubtful'), sum(r.status = 'incomplete'), sum(r.status = 'narrative')
FROM current_reports r LEFT JOIN agencies a ON a.agency_id = r.agency_id
GROUP BY p, y;

CREATE TABLE _findings (
  code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, message_zh TEXT NOT NULL, year INTEGER NOT NULL, province TEXT NOT NULL,
  reports INTEGER NOT NULL, findings INTEGER NOT NULL,
  PRIMARY KEY (code, year, province)
) STRICT, WITHOUT ROWID;

INSERT INTO _findings
SELECT f.code, f.severity, min(f.message), min(f.message_zh), coalesce(r.year, 0) AS y, coalesce(substr(a.division, 1, 2), '') AS p, count(DISTINCT f.report_id), count(*)
FROM findings f JOIN current_reports r USING (report_id) LEFT JOIN agencies a ON a.agency_id = r.agency_id
GROUP BY f.code, y, p;

CREATE TABLE _indicators (
  indicator TEXT NOT NULL, province TEXT NOT NULL, year INTEGER NOT NULL, reports INTEGER NOT NULL, low REAL NOT NULL, median REAL NOT NULL, high REAL NOT NULL,
  PRIMARY KEY (indicator, province, year)
) STRICT, WITHOUT ROWID;

CREATE TEMP TABLE spread (i TEXT, p TEXT, y INTEGER, v REAL);

INSERT INTO spread
SELECT indicator, '', year, value_real FROM series WHERE value_real IS NOT NULL AND year IS NOT NULL ORDER BY indicator, year, value_real;

INSERT INTO spread
SELECT s.indicator, substr(a.division, 1, 2) AS p, s.year, s.value_real FROM series s JOIN agencies a ON a.agency_id = s.agency_id
WHERE s.value_real IS NOT NULL AND s.year IS NOT NULL ORDER BY s.indicator, p, s.year, s.value_real;

INSERT INTO _indicators
WITH counted AS (SELECT i, p, y, count(*) AS n, min(rowid) AS first FROM spread GROUP BY i, p, y)
SELECT i, p, y, n,
  (SELECT v FROM spread WHERE rowid = first + (n + 3) / 4 - 1),
  (SELECT avg(v) FROM spread WHERE rowid IN (first + (n + 1) / 2 - 1, first + n / 2)),
  (SELECT v FROM spread WHERE rowid = first + (3 * n + 3) / 4 - 1)
FROM counted;

DROP TABLE spread;

CREATE TABLE _changes (
  key TEXT NOT NULL, indicator TEXT NOT NULL, year INTEGER NOT NULL, before TEXT NOT NULL, value TEXT NOT NULL, ratio REAL NOT NULL,
  PRIMARY KEY (indicator, year, key)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO _changes
WITH keyed AS (
  SELECT gongkai_agency_key(agency_id, agency) AS k, indicator, year, value, value_real, status,
    lag(year) OVER w AS before_year, lag(value) OVER w AS before, lag(value_real) OVER w AS before_real, lag(status) OVER w AS before_status
  FROM series WHERE indicator IN ('requests_received', 'denied', 'reviews', 'suits') AND value IS NOT NULL AND year IS NOT NULL AND (agency_id IS NOT NULL OR agency IS NOT NULL)
  WINDOW w AS (PARTITION BY gongkai_agency_key(agency_id, agency), indicator ORDER BY year)
)
SELECT k, indicator, year, before, value, (value_real + 1) / (before_real + 1)
FROM keyed WHERE before_year = year - 1 AND status = 'verified' AND before_status = 'verified' AND max(value_real, before_real) >= 50
  AND ((value_real + 1) / (before_real + 1) >= 3 OR (before_real + 1) / (value_real + 1) >= 3);

CREATE INDEX _changes_by_ratio ON _changes (indicator, ratio);
