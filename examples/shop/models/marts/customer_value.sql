{{ config(materialized='incremental', incremental_strategy='merge', unique_key='customer_id') }}
with changed as (
  select customer_id, max(updated_at) as last_change from {{ ref('stg_orders') }}
  {% if is_incremental() %}
  where customer_id in (
    select customer_id from {{ ref('stg_orders') }}
    where updated_at > (select coalesce(max(last_change), timestamp '1970-01-01') from {{ this }}))
  {% endif %}
  group by customer_id
)
select c.customer_id, c.name, c.country_name, count(*) as orders, sum(o.amount) as lifetime_value, max(changed.last_change) as last_change
from changed
join {{ ref('stg_orders') }} o on o.customer_id = changed.customer_id
join {{ ref('stg_customers') }} c on c.customer_id = changed.customer_id
where o.status not in ('cancelled', 'returned')
group by all
