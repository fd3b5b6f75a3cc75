select
    claims.claim_id,
    claims.policy_id,
    policies.product_line,
    policies.currency,
    claims.status,
    claims.is_incurred,
    claims.loss_date,
    claims.reported_date,
    claims.amount
from {{ ref('stg_claims') }} as claims
left join {{ ref('stg_policies') }} as policies on policies.policy_id = claims.policy_id
