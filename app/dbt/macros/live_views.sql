{#- Readers of PostgreSQL see views onto the live slot (python -m etl switch). A view follows its table, not the table's name: without these two macros, a build into the
    live slot would leave the views on the table that dbt renames away, and drop them with it. Elsewhere a view reads by name, and nothing is to be done. -#}

{#- Before a relation is renamed away: takes its live view first, as readers do, so that neither waits for the other in a circle. Stands back every second for readers. -#}
{% macro postgres__rename_relation(from_relation, to_relation) -%}
  {%- set target_name = adapter.quote_as_configured(to_relation.identifier, 'identifier') -%}
  {% call statement('rename_relation') -%}
    do $live$
    declare
      found record;
      attempts integer := 0;
      patience text := current_setting('lock_timeout');
    begin
      perform set_config('lock_timeout', '1s', true);
      for found in
        select distinct schema_of_view.nspname as live, view.relname as name
        from pg_depend as dependency
        join pg_rewrite as rule on rule.oid = dependency.objid
        join pg_class as view on view.oid = rule.ev_class
        join pg_namespace as schema_of_view on schema_of_view.oid = view.relnamespace
        where dependency.classid = 'pg_rewrite'::regclass
          and dependency.refclassid = 'pg_class'::regclass
          and dependency.refobjid = to_regclass('{{ from_relation.include(database=false).render() }}')
          and view.relkind = 'v'
          and obj_description(view.oid, 'pg_class') = 'etl: live view'
      loop
        loop
          begin
            -- Changes nothing; what counts is its lock on the view alone, held until the commit.
            execute format('alter view %I.%I owner to current_user', found.live, found.name);
            exit;
          exception when lock_not_available then
            attempts := attempts + 1;
            if attempts >= 300 then
              raise;
            end if;
            perform pg_sleep(0.2);
          end;
        end loop;
      end loop;
      perform set_config('lock_timeout', patience, true);
    end
    $live$;
    alter table {{ from_relation.render() }} rename to {{ target_name }}
  {%- endcall %}
{%- endmacro %}

{#- After a model is there, in the same transaction: its live view reads it. A model that is new in the live slot gets a view. -#}
{% macro keep_live_view() -%}
  {%- if target.type == 'postgres' -%}
    do $live$
    declare
      found record;
      definition text;
    begin
      for found in
        select distinct schema_of_view.nspname as live
        from pg_depend as dependency
        join pg_rewrite as rule on rule.oid = dependency.objid
        join pg_class as view on view.oid = rule.ev_class
        join pg_namespace as schema_of_view on schema_of_view.oid = view.relnamespace
        join pg_class as read on read.oid = dependency.refobjid
        join pg_namespace as schema_of_read on schema_of_read.oid = read.relnamespace
        where dependency.classid = 'pg_rewrite'::regclass
          and dependency.refclassid = 'pg_class'::regclass
          and view.relkind = 'v'
          and view.oid <> read.oid
          and schema_of_read.nspname = '{{ this.schema }}'
          and obj_description(view.oid, 'pg_class') = 'etl: live view'
      loop
        definition := format('view %I.%I as select * from %I.%I', found.live, '{{ this.identifier }}', '{{ this.schema }}', '{{ this.identifier }}');
        begin
          execute 'create or replace ' || definition;
        exception when invalid_table_definition then
          -- Other columns: it can only be made anew.
          execute format('drop view %I.%I', found.live, '{{ this.identifier }}');
          execute 'create ' || definition;
        end;
        execute format('comment on view %I.%I is %L', found.live, '{{ this.identifier }}', 'etl: live view');
      end loop;
    end
    $live$
  {%- endif -%}
{%- endmacro %}
