select order_id, customer_id, ordered_at, cast(ordered_at as date) as order_day, status, amount, updated_at
from {{ source('bronze', 'orders') }}
