select
    policy_id,
    customer_id,
    product_line,
    status,
    premium,
    currency,
    start_date,
    end_date,
    broker,
    updated_at,
    -- What counts as premium: a quote is none, and a value out of range is a slip that the gate reports.
    coalesce(status <> 'quoted' and premium between 0 and 1000000 and start_date is not null and end_date is not null, false) as is_rated
from {{ source('insurance', 'policies') }}
