select f.origin as airport, a.city, a.state, count(*) as flights, round(avg(f.delay_minutes), 2) as average_delay,
       quantile_cont(f.delay_minutes, 0.95) as p95_delay
from {{ ref('stg_flights') }} f
left join {{ source('bronze', 'airports') }} a on a.iata = f.origin
group by all
