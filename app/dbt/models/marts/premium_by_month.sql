-- Written premium counts in the month in which a policy starts; earned premium is spread over its days, both ends included.
with rated as (
    select
        product_line,
        currency,
        premium,
        start_date,
        end_date,
        {{ month_of('start_date') }} as first_month,
        {{ dbt.datediff('start_date', 'end_date', 'day') }} + 1 as days
    from {{ ref('stg_policies') }}
    where is_rated
),

months as (
    {{ dbt.generate_series(var('longest_term_months')) }}
),

by_month as (
    select
        rated.*,
        cast({{ dbt.dateadd('month', 'cast(months.generated_number as integer) - 1', 'rated.first_month') }} as date) as month,
        cast({{ dbt.dateadd('month', 'cast(months.generated_number as integer)', 'rated.first_month') }} as date) as next_month
    from rated
    cross join months
),

covered as (
    select
        month,
        product_line,
        currency,
        premium,
        first_month,
        days,
        {{ dbt.datediff('greatest(start_date, month)', "least(end_date, cast(" ~ dbt.dateadd('day', -1, 'next_month') ~ " as date))", 'day') }} + 1 as days_in_month
    from by_month
    where month <= end_date
)

select
    month,
    product_line,
    currency,
    sum(case when month = first_month then 1 else 0 end) as policies_started,
    cast(sum(case when month = first_month then premium else 0 end) as decimal(18, 2)) as written_premium,
    cast(round(sum(premium * days_in_month / days), 2) as decimal(18, 2)) as earned_premium
from covered
group by month, product_line, currency
