select ratios.total as by_month, claims.total as by_claim
from (select coalesce(sum(incurred_losses), 0) as total from {{ ref('loss_ratio_by_month') }}) as ratios
cross join (
    select coalesce(sum(amount), 0) as total from {{ ref('fct_claims') }} where is_incurred and product_line is not null
) as claims
where ratios.total <> claims.total
