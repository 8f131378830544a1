select cast(happened_at as date) as day, count(*) as quakes, max(magnitude) as strongest
from {{ ref('stg_earthquakes') }}
group by 1
