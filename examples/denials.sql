-- Who denies most? DuckDB, in the folder of the dataset:
--
--     duckdb -csv < denials.sql
--
-- Only one document of each agency and year counts (role), and only reports
-- whose sums all hold (status). The total is the printed row, never a sum over
-- rows that hold totals themselves.
with answers as (
    select agency, year,
           coalesce(sum(value) filter (row like 'denied_%'), 0) as denied,
           sum(value) filter (row = 'processed_total') as processed
    from 'cells.parquet'
    where role = 'principal' and "table" = 'requests' and "column" = 'total' and status = 'verified'
    group by agency, year
)
select agency, count(*) as reports, sum(denied)::bigint as denied, sum(processed)::bigint as processed,
       round(100 * sum(denied) / sum(processed), 1)::decimal(4, 1) as percent
from answers
where processed > 0
group by agency
having sum(processed) >= 100
order by percent desc, agency
limit 10;
