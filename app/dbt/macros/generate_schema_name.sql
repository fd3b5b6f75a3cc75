{#- Everything lies in the slot's schema: a slot is switched as a whole. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema }}
{%- endmacro %}
