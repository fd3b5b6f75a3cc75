-- Losses count in the month in which they happened, in the currency of their policy.
with losses as (
    select
        {{ month_of('loss_date') }} as month,
        product_line,
        currency,
        count(*) as claims,
        sum(amount) as incurred_losses
    from {{ ref('fct_claims') }}
    where is_incurred and product_line is not null
    group by {{ month_of('loss_date') }}, product_line, currency
),

premium as (
    select month, product_line, currency, earned_premium
    from {{ ref('premium_by_month') }}
),

months as (
    select month, product_line, currency from premium
    union
    select month, product_line, currency from losses
)

select
    months.month,
    months.product_line,
    months.currency,
    cast(coalesce(premium.earned_premium, 0) as decimal(18, 2)) as earned_premium,
    coalesce(losses.claims, 0) as claims,
    cast(coalesce(losses.incurred_losses, 0) as decimal(18, 2)) as incurred_losses,
    cast(coalesce(losses.incurred_losses, 0) / nullif(premium.earned_premium, 0) as decimal(18, 4)) as loss_ratio
from months
left join premium
    on premium.month = months.month and premium.product_line = months.product_line and premium.currency = months.currency
left join losses
    on losses.month = months.month and losses.product_line = months.product_line and losses.currency = months.currency
