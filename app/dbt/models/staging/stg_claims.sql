select
    claim_id,
    policy_id,
    status,
    loss_date,
    reported_date,
    amount,
    updated_at,
    status <> 'declined' as is_incurred
from {{ source('insurance', 'claims') }}
