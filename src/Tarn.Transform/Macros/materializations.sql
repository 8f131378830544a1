{% materialization view, default %}
  {%- set existing = load_cached_relation(this) -%}
  {{ run_hooks(pre_hooks) }}
  {% if existing is not none and existing.type == 'table' %}{% do adapter.drop_relation(existing) %}{% endif %}
  {% call statement('main') %}{{ create_view_as(this, sql) }}{% endcall %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [this.incorporate(type='view')]}) }}
{% endmaterialization %}

{% materialization table, default %}
  {%- set existing = load_cached_relation(this) -%}
  {{ run_hooks(pre_hooks) }}
  {% if existing is not none and existing.type == 'view' %}{% do adapter.drop_relation(existing) %}{% endif %}
  {% call statement('main') %}{{ create_table_as(false, this, sql) }}{% endcall %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{% materialization incremental, default %}
  {%- set existing = load_cached_relation(this) -%}
  {%- set unique_key = config.get('unique_key') -%}
  {%- set strategy = config.get('incremental_strategy') or ('merge' if unique_key else 'append') -%}
  {{ run_hooks(pre_hooks) }}
  {% if existing is none or existing.type == 'view' or should_full_refresh() %}
    {% if existing is not none and existing.type == 'view' %}{% do adapter.drop_relation(existing) %}{% endif %}
    {% call statement('main') %}{{ create_table_as(false, this, sql) }}{% endcall %}
  {% else %}
    {% set columns = adapter.get_columns_in_relation(existing) | map(attribute='name') | list %}
    {% set listed = get_quoted_csv(columns) %}
    {% if strategy == 'append' or (strategy in ['merge', 'delete+insert'] and not unique_key) %}
      {% call statement('main') %}insert into {{ this }} ({{ listed }}) select {{ listed }} from ({{ sql }}) as incoming{% endcall %}
    {% elif strategy in ['merge', 'delete+insert'] %}
      {% do incremental_replace_by_key(existing, columns, unique_key, sql) %}
    {% else %}
      {% do exceptions.raise_compiler_error("The incremental strategy '" ~ strategy ~ "' is not valid for this adapter") %}
    {% endif %}
  {% endif %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{# Rows whose key comes in again give way to the incoming ones: one statement, so one commit. #}
{% macro incremental_replace_by_key(existing, columns, unique_key, sql) %}
  {% set keys = [unique_key] if unique_key is string else unique_key %}
  {% set listed = get_quoted_csv(columns) %}
  {% set conditions = [] %}
  {% for key in keys %}{% do conditions.append('kept.' ~ key ~ ' = incoming.' ~ key) %}{% endfor %}
  {% set query -%}
    with incoming as materialized (select {{ listed }} from ({{ sql }}) as source_rows)
    select {{ listed }} from {{ existing }} as kept where not exists (select 1 from incoming where {{ conditions | join(' and ') }})
    union all
    select {{ listed }} from incoming
  {%- endset %}
  {% set answer = adapter.overwrite(this, query) %}
  {{ store_result('main', response=answer[0], agate_table=answer[1]) }}
{% endmacro %}

{% materialization test, default %}
  {% set fail_calc = config.get('fail_calc') %}
  {% set limit = config.get('limit') %}
  {% call statement('main', fetch_result=true) %}
    select
      {{ fail_calc }} as failures,
      {{ fail_calc }} {{ config.get('warn_if') }} as should_warn,
      {{ fail_calc }} {{ config.get('error_if') }} as should_error
    from (
      {{ sql }}
      {{ "limit " ~ limit if limit != none }}
    ) dbt_internal_test
  {% endcall %}
  {{ return({'relations': []}) }}
{% endmaterialization %}
