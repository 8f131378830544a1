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
  {% do unwritten_layout() %}
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
    {% do unwritten_layout() %}
    {% call statement('main') %}{{ create_table_as(false, this, sql) }}{% endcall %}
  {% else %}
    {% set columns = incremental_columns(existing, sql) %}
    {% if has_contract() %}{% do assert_contract(sql) %}{% endif %}
    {% set predicates = config.get('predicates') or config.get('incremental_predicates') %}
    {% if predicates and strategy == 'delete+insert' %}{% do adapter.not_yet("incremental_predicates with the strategy 'delete+insert'") %}{% endif %}
    {% if strategy == 'append' or (strategy in ['merge', 'delete+insert'] and not unique_key) %}
      {% set listed = get_quoted_csv(columns) %}
      {% call statement('main') %}insert into {{ this }} ({{ listed }}) select {{ listed }} from (
{{ sql }}
) as incoming{% endcall %}
    {% elif strategy == 'microbatch' %}
      {% call statement('main') %}{{ incremental_by_window(columns, sql) }}{% endcall %}
    {% elif strategy == 'merge' and predicates %}
      {% call statement('main') %}{{ incremental_by_merge(columns, [unique_key] if unique_key is string else unique_key, [predicates] if predicates is string else predicates, sql) }}{% endcall %}
    {% elif strategy in ['merge', 'delete+insert'] %}
      {% do incremental_by_key(existing, columns, [unique_key] if unique_key is string else unique_key, strategy, sql) %}
    {% elif strategy == 'insert_overwrite' %}
      {% do adapter.not_yet("the incremental strategy '" ~ strategy ~ "'") %}
    {% else %}
      {% do exceptions.raise_compiler_error("The incremental strategy '" ~ strategy ~ "' is not valid for this adapter") %}
    {% endif %}
  {% endif %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{# The columns to write. The table's, unless on_schema_change says what is to be done where the query's differ. #}
{% macro incremental_columns(existing, sql) %}
  {% set known = adapter.get_columns_in_relation(existing) %}
  {% set mode = config.get('on_schema_change') or 'ignore' %}
  {% if mode not in ['append_new_columns', 'sync_all_columns', 'fail'] %}{% do return(known | map(attribute='name') | list) %}{% endif %}
  {% set given = adapter.get_column_schema_from_query(sql) %}
  {% set known_names = known | map(attribute='name') | map('lower') | list %}
  {% set given_names = given | map(attribute='name') | map('lower') | list %}
  {% set added = [] %}
  {% for column in given if column.name | lower not in known_names %}{% do added.append(column) %}{% endfor %}
  {% set removed = [] %}
  {% for column in known if column.name | lower not in given_names %}{% do removed.append(column) %}{% endfor %}
  {% set retyped = [] %}
  {% for column in given %}
    {% for old in known if old.name | lower == column.name | lower and old.dtype != column.dtype %}{% do retyped.append(column) %}{% endfor %}
  {% endfor %}
  {% if mode == 'fail' and (added or removed or retyped) %}
    {% set message %}
The source and target schemas on this incremental model are out of sync!
They can be reconciled in several ways:
  - set the `on_schema_change` config to either append_new_columns or sync_all_columns, depending on your situation.
  - Re-run the incremental model with `full_refresh: True` to update the target schema.
  - update the schema manually and re-run the process.

Additional troubleshooting context:
   Source columns not in target: {{ described_columns(added) }}
   Target columns not in source: {{ described_columns(removed) }}
   New column types: {{ described_columns(retyped) }}
    {% endset %}
    {% do exceptions.raise_compiler_error(message) %}
  {% endif %}
  {% if mode != 'fail' %}
    {% for column in added %}
      {% call statement('add_column') %}alter table {{ existing }} add column {{ adapter.quote(column.name) }} {{ column.dtype }}{% endcall %}
    {% endfor %}
  {% endif %}
  {% if mode == 'sync_all_columns' %}
    {% for column in removed %}
      {% call statement('drop_column') %}alter table {{ existing }} drop column {{ adapter.quote(column.name) }}{% endcall %}
    {% endfor %}
    {% for column in retyped %}
      {% call statement('type_column') %}alter table {{ existing }} alter column {{ adapter.quote(column.name) }} type {{ column.dtype }}{% endcall %}
    {% endfor %}
  {% endif %}
  {% do return(given | map(attribute='name') | list) %}
{% endmacro %}

{% macro described_columns(columns) -%}
[{% for column in columns %}{{ column.name }} {{ column.dtype }}{{ ', ' if not loop.last }}{% endfor %}]
{%- endmacro %}

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

{# What the table holds of a batch's span gives way to the batch's rows, in one commit. #}
{% macro incremental_by_window(columns, sql) %}
  {%- set column = 'kept.' ~ config.get('event_time') -%}
  {%- set format = '%Y-%m-%d %H:%M:%S' -%}
merge into {{ this }} as kept using (
{{ sql }}
) as incoming on false
when not matched by source and cast({{ column }} as timestamp) >= timestamp '{{ model.batch.event_time_start.strftime(format) }}' and cast({{ column }} as timestamp) < timestamp '{{ model.batch.event_time_end.strftime(format) }}' then delete
when not matched then insert ({{ get_quoted_csv(columns) }}) values ({% for name in columns %}incoming.{{ adapter.quote(name) }}{{ ', ' if not loop.last }}{% endfor %})
{% endmacro %}

{# A merge with conditions of the project on the rows that it looks at. #}
{% macro incremental_by_merge(columns, keys, predicates, sql) %}
  {%- set only = config.get('merge_update_columns') -%}
  {%- set excluded = config.get('merge_exclude_columns') or [] -%}
  {%- set updated = [] -%}
  {%- for name in columns if (name in only if only else name not in excluded) -%}{%- do updated.append(adapter.quote(name)) -%}{%- endfor -%}
merge into {{ this }} as DBT_INTERNAL_DEST using (
{{ sql }}
) as DBT_INTERNAL_SOURCE on {% for key in keys %}DBT_INTERNAL_SOURCE.{{ adapter.quote(key) }} = DBT_INTERNAL_DEST.{{ adapter.quote(key) }} and {% endfor %}{{ predicates | join(' and ') }}
when matched then update set {% for name in updated %}{{ name }} = DBT_INTERNAL_SOURCE.{{ name }}{{ ', ' if not loop.last }}{% endfor %}

when not matched then insert ({{ get_quoted_csv(columns) }}) values ({% for name in columns %}DBT_INTERNAL_SOURCE.{{ adapter.quote(name) }}{{ ', ' if not loop.last }}{% endfor %})
{% endmacro %}

{% macro should_store_failures() %}
  {% set kind = config.get('store_failures_as') %}
  {% if kind is not none and kind not in ['table', 'view', 'ephemeral'] %}
    {% do exceptions.raise_compiler_error("'" ~ kind ~ "' is not a valid value for `store_failures_as`. Accepted values are: ['ephemeral', 'table', 'view']") %}
  {% endif %}
  {% if kind is not none %}{% do return(kind != 'ephemeral') %}{% endif %}
  {% do return(config.get('store_failures') and true or false) %}
{% endmacro %}

{% materialization test, default %}
  {% set fail_calc = config.get('fail_calc') %}
  {% set limit = config.get('limit') %}
  {% if should_store_failures() %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set kind = config.get('store_failures_as') or 'table' -%}
    {% if existing is not none and existing.type != kind %}{% do adapter.drop_relation(existing) %}{% endif %}
    {%- set found = sql ~ ('\nlimit ' ~ limit if limit != none else '') -%}
    {% call statement('failures') %}{{ create_view_as(this, found) if kind == 'view' else create_table_as(false, this, found) }}{% endcall %}
    {%- set sql = 'select * from ' ~ this -%}
    {%- set limit = none -%}
  {% endif %}
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
