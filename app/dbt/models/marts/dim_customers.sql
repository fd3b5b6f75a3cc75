with policies as (
    select
        customer_id,
        count(*) as policies,
        sum(case when status = 'active' then 1 else 0 end) as active_policies,
        min(start_date) as first_start_date
    from {{ ref('stg_policies') }}
    where customer_id is not null
    group by customer_id
)

select
    customers.customer_id,
    customers.country,
    customers.date_of_birth,
    coalesce(policies.policies, 0) as policies,
    coalesce(policies.active_policies, 0) as active_policies,
    policies.first_start_date
from {{ ref('stg_customers') }} as customers
left join policies on policies.customer_id = customers.customer_id
