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
  {%- set strategy = config.get('incremental_strategy') or ('delete+insert' if unique_key else 'append') -%}
  {{ run_hooks(pre_hooks) }}
  {% if existing is none or existing.type == 'view' or should_full_refresh() %}
    {% if existing is not none and existing.type == 'view' %}{% do adapter.drop_relation(existing) %}{% endif %}
    {% call statement('main') %}{{ create_table_as(false, this, sql) }}{% endcall %}
  {% else %}
    {% set columns = incremental_columns(existing, sql) %}
    {% if config.get('incremental_predicates') or config.get('predicates') %}{% do adapter.not_yet('incremental_predicates') %}{% endif %}
    {% if strategy == 'append' or (strategy in ['merge', 'delete+insert'] and not unique_key) %}
      {% set listed = get_quoted_csv(columns) %}
      {% call statement('main') %}insert into {{ this }} ({{ listed }}) select {{ listed }} from (
{{ sql }}
) as incoming{% endcall %}
    {% elif strategy in ['merge', 'delete+insert'] %}
      {% do incremental_by_key(existing, columns, [unique_key] if unique_key is string else unique_key, strategy, sql) %}
    {% elif strategy in ['microbatch', 'insert_overwrite'] %}
      {% do adapter.not_yet("the incremental strategy '" ~ strategy ~ "'") %}
    {% else %}
      {% do exceptions.raise_compiler_error("The incremental strategy '" ~ strategy ~ "' is not valid for this adapter") %}
    {% endif %}
  {% endif %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{# The columns to write, as on_schema_change says: the table's, unless it fails on a difference. #}
{% macro incremental_columns(existing, sql) %}
  {% set known = adapter.get_columns_in_relation(existing) | map(attribute='name') | list %}
  {% set mode = config.get('on_schema_change') or 'ignore' %}
  {% if mode != 'ignore' %}
    {% set given = adapter.get_column_schema_from_query(sql) | map(attribute='name') | list %}
    {% if given | map('lower') | sort != known | map('lower') | sort %}
      {% if mode == 'fail' %}
        {% do exceptions.raise_compiler_error('The source and target schemas on this incremental model are out of sync!\n\nSource columns: ' ~ given ~ '\nTarget columns: ' ~ known ~ '\n\nThey can be reconciled with --full-refresh, or by another on_schema_change.') %}
      {% endif %}
      {% do adapter.not_yet("on_schema_change: " ~ mode ~ " where columns differ (--full-refresh makes the table anew)") %}
    {% endif %}
  {% endif %}
  {% do return(known) %}
{% endmacro %}

{# Rows whose key comes in again give way to the incoming ones, in one commit. Columns that a merge is not to update keep the value that is there. #}
{% macro incremental_by_key(existing, columns, keys, strategy, sql) %}
  {% set kept_columns = [] %}
  {% if strategy == 'merge' %}
    {% set only = config.get('merge_update_columns') %}
    {% set excluded = config.get('merge_exclude_columns') %}
    {% for name in columns if name not in keys and ((only and name not in only) or (excluded and name in excluded)) %}{% do kept_columns.append(name) %}{% endfor %}
  {% endif %}
  {% set query %}
    {%- if kept_columns -%}
      with incoming as (select {{ get_quoted_csv(columns) }} from (
{{ sql }}
) as source_rows)
      select {% for name in columns -%}
        {%- set quoted = adapter.quote(name) -%}
        {{ 'case when kept.__is_there then kept.' ~ quoted ~ ' else incoming.' ~ quoted ~ ' end' if name in kept_columns else 'incoming.' ~ quoted }} as {{ quoted }}{{ ', ' if not loop.last }}
      {%- endfor %}
      from incoming left join (select *, true as __is_there from {{ existing }}) as kept
        on {% for key in keys %}kept.{{ adapter.quote(key) }} is not distinct from incoming.{{ adapter.quote(key) }}{{ ' and ' if not loop.last }}{% endfor %}
    {%- else -%}
      select {{ get_quoted_csv(columns) }} from (
{{ sql }}
) as source_rows
    {%- endif -%}
  {% endset %}
  {% set answer = adapter.upsert(this, query, keys, keep_repeated_keys=(strategy == 'delete+insert')) %}
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
