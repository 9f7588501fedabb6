-- Which reports repeat others? For datasette, over a dataset that was built
-- with --sinks parquet,sqlite; paste it, or:
--
--     datasette dataset.sqlite -m datasette.json
--
select section, count(*) as pairs, max(similarity) as most,
       sum(agency = other_agency) as own_earlier_report,
       sum(agency <> other_agency) as another_agency
from copies
group by section
order by pairs desc, section
