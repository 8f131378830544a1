select order_day, count(*) as orders, sum(amount) as revenue,
       count(*) filter (where status in ('cancelled', 'returned')) as lost_orders,
       sum(amount) filter (where status not in ('cancelled', 'returned')) as net_revenue
from {{ ref('stg_orders') }}
group by order_day
