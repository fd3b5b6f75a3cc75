select
    customer_id,
    full_name,
    email,
    country,
    date_of_birth,
    updated_at
from {{ source('insurance', 'customers') }}
