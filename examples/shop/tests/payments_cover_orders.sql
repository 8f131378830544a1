-- Each order's payments add up to at least nine tenths of its amount: a late discount may lower the amount, nothing raises it.
select o.order_id, o.amount, sum(p.amount) as paid
from {{ ref('stg_orders') }} o
join {{ ref('stg_payments') }} p on p.order_id = o.order_id
group by all
having sum(p.amount) < o.amount
