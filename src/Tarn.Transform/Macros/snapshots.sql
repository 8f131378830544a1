{# Snapshots keep what a query gave over time: a row stands until its query gives another one for its key. An update is one commit by dbt_scd_id: rows that end and rows that begin. #}
{% materialization snapshot, default %}
  {%- set existing = load_cached_relation(this) -%}
  {% if existing is not none and existing.type != 'table' %}
    {% do exceptions.raise_compiler_error("Trying to create table " ~ this ~ ", but it currently exists as a " ~ existing.type ~ ". Either drop " ~ this ~ " manually, or give the snapshot another name.") %}
  {% endif %}
  {{ run_hooks(pre_hooks) }}
  {% set make_strategy = strategy_dispatch(config.get('strategy')) %}
  {% set strategy = make_strategy(model, 'snapshotted_data', 'source_data', model['config'], existing is not none) %}
  {% if existing is none %}
    {% call statement('main') %}{{ create_table_as(false, this, build_snapshot_table(strategy, sql)) }}{% endcall %}
  {% else %}
    {% set answer = snapshot_update(existing, strategy, sql) %}
    {{ store_result('main', response=answer[0], agate_table=answer[1]) }}
  {% endif %}
  {{ run_hooks(post_hooks) }}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{% macro strategy_dispatch(name) %}
  {% set parts = name.split('.', 1) %}
  {% set owner = context.get(parts[0]) if parts | length == 2 else context %}
  {% set macro_name = 'snapshot_' ~ parts[-1] ~ '_strategy' %}
  {% if not owner or macro_name not in owner %}
    {% do exceptions.raise_compiler_error("The specified strategy macro '" ~ parts[-1] ~ "' was not found in package '" ~ (parts[0] if parts | length == 2 else none) ~ "'") %}
  {% endif %}
  {% do return(owner[macro_name]) %}
{% endmacro %}

{% macro get_snapshot_table_column_names() %}
  {% set names = {'dbt_valid_to': 'dbt_valid_to', 'dbt_valid_from': 'dbt_valid_from', 'dbt_scd_id': 'dbt_scd_id', 'dbt_updated_at': 'dbt_updated_at', 'dbt_is_deleted': 'dbt_is_deleted'} %}
  {% for key, value in (config.get('snapshot_meta_column_names') or {}).items() if value %}{% do names.update({key: value}) %}{% endfor %}
  {% do return(names) %}
{% endmacro %}

{% macro snapshot_get_time() -%}{{ adapter.dispatch('snapshot_get_time', 'dbt')() }}{%- endmacro %}
{% macro default__snapshot_get_time() -%}cast({{ current_timestamp() }} as timestamp){%- endmacro %}

{% macro snapshot_hash_arguments(args) -%}{{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}{%- endmacro %}
{% macro default__snapshot_hash_arguments(args) -%}
md5({% for arg in args %}coalesce(cast({{ arg }} as varchar), ''){{ " || '|' || " if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% set names = get_snapshot_table_column_names() %}
  {% set updated_at = config.get('updated_at') %}
  {% do return(snapshot_strategy(updated_at, '(' ~ snapshotted_rel ~ '.' ~ names.dbt_valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')')) %}
{% endmacro %}

{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% set check_cols = config.get('check_cols') %}
  {% set ns = namespace(differs=[], is_new=false) %}
  {% if target_exists %}
    {% set known = adapter.get_columns_in_relation(this) | map(attribute='name') | list %}
    {% set query = node['compiled_code'] if check_cols == 'all' else 'select ' ~ (check_cols | join(', ')) ~ ' from (\n' ~ node['compiled_code'] ~ '\n) as subq' %}
    {% for column in adapter.get_column_schema_from_query(query) %}
      {% if column.name in known %}
        {% do ns.differs.append(snapshotted_rel ~ '.' ~ adapter.quote(column.name) ~ ' is distinct from ' ~ current_rel ~ '.' ~ adapter.quote(column.name)) %}
      {% else %}
        {% set ns.is_new = true %}
      {% endif %}
    {% endfor %}
  {% endif %}
  {% do return(snapshot_strategy(config.get('updated_at') or snapshot_get_time(), '(' ~ ('true' if ns.is_new else ns.differs | join(' or ') or 'false') ~ ')')) %}
{% endmacro %}

{% macro snapshot_strategy(updated_at, row_changed) %}
  {% set key = config.get('unique_key') %}
  {% set hard_deletes = adapter.get_hard_deletes_behavior(config) %}
  {% set arguments = ([key] if key is string else key | list) + [updated_at] %}
  {% do return({
    'unique_key': key, 'updated_at': updated_at, 'row_changed': row_changed, 'scd_id': snapshot_hash_arguments(arguments),
    'invalidate_hard_deletes': hard_deletes == 'invalidate', 'hard_deletes': hard_deletes,
  }) %}
{% endmacro %}

{# The time at which a row that still stands ends: null, typed as the times are, unless dbt_valid_to_current says another. #}
{% macro snapshot_open_end(time) -%}
coalesce(nullif({{ time }}, {{ time }}), {{ config.get('dbt_valid_to_current') or 'null' }})
{%- endmacro %}

{% macro snapshot_stands(end) -%}
({{ end }} is null{{ ' or ' ~ end ~ ' = ' ~ config.get('dbt_valid_to_current') if config.get('dbt_valid_to_current') }})
{%- endmacro %}

{% macro build_snapshot_table(strategy, sql) %}
  {%- set names = get_snapshot_table_column_names() -%}
select *,
  {{ strategy.scd_id }} as {{ names.dbt_scd_id }},
  {{ strategy.updated_at }} as {{ names.dbt_updated_at }},
  {{ strategy.updated_at }} as {{ names.dbt_valid_from }},
  {{ snapshot_open_end(strategy.updated_at) }} as {{ names.dbt_valid_to }}
  {%- if strategy.hard_deletes == 'new_record' %},
  'False' as {{ names.dbt_is_deleted }}
  {%- endif %}
from (
{{ sql }}
) as sbq
{% endmacro %}

{% macro snapshot_keys(key) -%}
{% for part in ([key] if key is string else key) %}{{ part }} as dbt_unique_key_{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}

{% macro snapshot_same_key(key) -%}
{% for part in ([key] if key is string else key) %}snapshotted_data.dbt_unique_key_{{ loop.index }} = source_data.dbt_unique_key_{{ loop.index }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}

{# Target and query may differ in columns: new ones are added, lost ones are null in new rows. #}
{% macro snapshot_update(existing, strategy, sql) %}
  {% set names = get_snapshot_table_column_names() %}
  {% set known = adapter.get_columns_in_relation(existing) | map(attribute='name') | list %}
  {% set given = adapter.get_column_schema_from_query(sql) %}
  {% set has_records = strategy.hard_deletes == 'new_record' %}
  {% set wanted = [names.dbt_valid_from, names.dbt_valid_to, names.dbt_scd_id, names.dbt_updated_at] + ([names.dbt_is_deleted] if has_records else []) %}
  {% for name in wanted if name not in known %}
    {% do exceptions.raise_compiler_error("Snapshot target is missing configured columns: missing column(s): " ~ name ~ ". Nothing was changed. Name the columns that the table has by snapshot_meta_column_names, or begin another table.") %}
  {% endfor %}
  {% for column in given if column.name not in known %}
    {% call statement('add_column') %}alter table {{ existing }} add column {{ adapter.quote(column.name) }} {{ column.dtype }}{% endcall %}
  {% endfor %}
  {% do return(adapter.upsert(this, snapshot_rows(existing, strategy, names, given | map(attribute='name') | list, known, sql), [names.dbt_scd_id], keep_repeated_keys=true)) %}
{% endmacro %}

{# Rows of the target that end now, and rows that begin. #}
{% macro snapshot_rows(existing, strategy, names, columns, known, sql) %}
{%- set has_records = strategy.hard_deletes == 'new_record' -%}
{%- set now = snapshot_get_time() -%}
with snapshot_query as (
{{ sql }}
),
snapshotted_data as (
  select *, {{ snapshot_keys(strategy.unique_key) }} from {{ existing }} where {{ snapshot_stands(names.dbt_valid_to) }}
),
source_data as (
  select *, {{ snapshot_keys(strategy.unique_key) }}, {{ strategy.updated_at }} as dbt_new_updated_at, {{ strategy.scd_id }} as dbt_new_scd_id from snapshot_query
),
changed as (
  select source_data.*, snapshotted_data.{{ names.dbt_scd_id }} as dbt_old_scd_id
  from source_data left join snapshotted_data on {{ snapshot_same_key(strategy.unique_key) }}
  where snapshotted_data.dbt_unique_key_1 is null or {{ strategy.row_changed }}{{ " or snapshotted_data." ~ names.dbt_is_deleted ~ " = 'True'" if has_records }}
),
gone as (
  select snapshotted_data.* from snapshotted_data left join source_data on {{ snapshot_same_key(strategy.unique_key) }}
  where source_data.dbt_unique_key_1 is null {{ "and snapshotted_data." ~ names.dbt_is_deleted ~ " <> 'True'" if has_records }} {{ "and false" if strategy.hard_deletes == 'ignore' }}
),
ended as (
  select dbt_old_scd_id as scd_id, min(dbt_new_updated_at) as ended_at from changed where dbt_old_scd_id is not null group by 1
  union all
  select {{ names.dbt_scd_id }}, {{ now }} from gone
)
select target.* replace (ended.ended_at as {{ names.dbt_valid_to }})
from {{ existing }} as target join ended on target.{{ names.dbt_scd_id }} = ended.scd_id
where {{ snapshot_stands('target.' ~ names.dbt_valid_to) }}
union all by name
select {% for name in columns %}{{ adapter.quote(name) }}, {% endfor %}dbt_new_scd_id as {{ names.dbt_scd_id }}, dbt_new_updated_at as {{ names.dbt_updated_at }}, dbt_new_updated_at as {{ names.dbt_valid_from }},
  {{ snapshot_open_end('dbt_new_updated_at') }} as {{ names.dbt_valid_to }}{{ ", 'False' as " ~ names.dbt_is_deleted if has_records }}
from changed where dbt_new_scd_id not in (select {{ names.dbt_scd_id }} from {{ existing }} where {{ names.dbt_scd_id }} is not null)
{%- if has_records %}
union all by name
select {% for name in columns if name in known %}{{ adapter.quote(name) }}, {% endfor %}{{ snapshot_hash_arguments([names.dbt_scd_id, now]) }} as {{ names.dbt_scd_id }}, {{ now }} as {{ names.dbt_updated_at }}, {{ now }} as {{ names.dbt_valid_from }},
  {{ names.dbt_valid_to }}, 'True' as {{ names.dbt_is_deleted }}
from gone
{%- endif %}
{% endmacro %}
