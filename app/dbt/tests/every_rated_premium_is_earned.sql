-- What is earned over all months is what was written, to a cent a month, product line and currency; a policy longer than longest_term_months would show here.
with written as (
    select coalesce(sum(premium), 0) as total from {{ ref('stg_policies') }} where is_rated
),

earned as (
    select coalesce(sum(earned_premium), 0) as total, count(*) as months from {{ ref('premium_by_month') }}
)

select written.total as written_premium, earned.total as earned_premium
from written
cross join earned
where abs(written.total - earned.total) > 0.01 * earned.months
