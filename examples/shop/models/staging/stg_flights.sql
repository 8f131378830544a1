{{ config(materialized='view') }}
select date as flown_at, delay as delay_minutes, distance as distance_miles, origin, destination
from {{ source('bronze', 'flights') }}
