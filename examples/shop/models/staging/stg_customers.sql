select customer_id, first_name || ' ' || last_name as name, email, c.country, n.country_name, signed_up_on
from {{ source('bronze', 'customers') }} c
left join {{ ref('countries') }} n on n.country = c.country
