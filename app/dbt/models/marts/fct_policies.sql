with claims as (
    select
        policy_id,
        count(*) as claims,
        sum(amount) as incurred_losses
    from {{ ref('stg_claims') }}
    where is_incurred
    group by policy_id
)

select
    policies.policy_id,
    policies.customer_id,
    policies.product_line,
    policies.status,
    policies.currency,
    policies.premium,
    policies.start_date,
    policies.end_date,
    policies.is_rated,
    coalesce(claims.claims, 0) as claims,
    cast(coalesce(claims.incurred_losses, 0) as decimal(18, 2)) as incurred_losses
from {{ ref('stg_policies') }} as policies
left join claims on claims.policy_id = policies.policy_id
