select payment_id, order_id, method.kind as method, method.brand as card_brand, amount, paid_at
from {{ source('bronze', 'payments') }}
