{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
  {{ return(adapter.dispatch('generate_schema_name')(custom_schema_name, node)) }}
{%- endmacro %}

{% macro default__generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}
    {{ target.schema }}
  {%- else -%}
    {{ target.schema }}_{{ custom_schema_name | trim }}
  {%- endif -%}
{%- endmacro %}

{% macro generate_schema_name_for_env(custom_schema_name=none, node=none) -%}
  {%- if target.name == 'prod' and custom_schema_name is not none -%}
    {{ custom_schema_name | trim }}
  {%- else -%}
    {{ target.schema }}
  {%- endif -%}
{%- endmacro %}

{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {{ return(adapter.dispatch('generate_database_name')(custom_database_name, node)) }}
{%- endmacro %}

{% macro default__generate_database_name(custom_database_name=none, node=none) -%}
  {%- if custom_database_name is none -%}{{ target.database }}{%- else -%}{{ custom_database_name }}{%- endif -%}
{%- endmacro %}

{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {{ return(adapter.dispatch('generate_alias_name')(custom_alias_name, node)) }}
{%- endmacro %}

{% macro default__generate_alias_name(custom_alias_name=none, node=none) -%}
  {%- if custom_alias_name -%}
    {{ custom_alias_name | trim }}
  {%- elif node.version -%}
    {{ node.name ~ '_v' ~ (node.version | replace('.', '_')) }}
  {%- else -%}
    {{ node.name }}
  {%- endif -%}
{%- endmacro %}

{% macro statement(name=none, fetch_result=false, auto_begin=true, language='sql') -%}
  {%- if execute -%}
    {%- set answer = adapter.run_statement(caller(), fetch_result) -%}
    {%- if name is not none -%}{{ store_result(name, response=answer[0], agate_table=answer[1]) }}{%- endif -%}
  {%- endif -%}
{%- endmacro %}

{% macro run_query(sql) %}
  {% call statement('run_query_statement', fetch_result=true, auto_begin=false) %}{{ sql }}{% endcall %}
  {% do return(load_result('run_query_statement').table) %}
{% endmacro %}

{% macro noop_statement(name=none, message=none, code=none, rows_affected=none, res=none) -%}
  {%- if name is not none -%}{{ store_result(name, response=message or 'OK') }}{%- endif -%}
{%- endmacro %}

{% macro should_full_refresh() %}
  {% set configured = config.get('full_refresh') %}
  {% if configured is none %}{% set configured = flags.FULL_REFRESH %}{% endif %}
  {% do return(configured) %}
{% endmacro %}

{% macro is_incremental() %}
  {% if not execute %}{% do return(false) %}{% endif %}
  {% set relation = adapter.get_relation(this.database, this.schema, this.identifier) %}
  {% do return(relation is not none and relation.type == 'table' and model.config.materialized == 'incremental' and not should_full_refresh()) %}
{% endmacro %}

{% macro get_where_subquery(relation) -%}
  {% do return(adapter.dispatch('get_where_subquery')(relation)) %}
{%- endmacro %}

{% macro default__get_where_subquery(relation) -%}
  {% set where = config.get('where', '') %}
  {% if where %}
    {%- set filtered -%}
      (select * from {{ relation }} where {{ where }}) dbt_subquery
    {%- endset -%}
    {% do return(filtered) %}
  {%- else -%}
    {% do return(relation) %}
  {%- endif -%}
{%- endmacro %}

{% macro run_hooks(hooks, inside_transaction=true) %}
  {% for hook in hooks %}
    {% set rendered = render(hook.sql if hook is mapping else hook) | trim %}
    {% if rendered | length > 0 %}
      {% call statement(auto_begin=false) %}{{ rendered }}{% endcall %}
    {% endif %}
  {% endfor %}
{% endmacro %}

{% macro load_cached_relation(relation) %}{% do return(adapter.get_relation(relation.database, relation.schema, relation.identifier)) %}{% endmacro %}

{% macro load_relation(relation) %}{% do return(load_cached_relation(relation)) %}{% endmacro %}

{% macro get_columns_in_relation(relation) %}{% do return(adapter.get_columns_in_relation(relation)) %}{% endmacro %}

{% macro create_schema(relation) %}{% do adapter.create_schema(relation) %}{% endmacro %}

{% macro drop_relation(relation) %}{% do adapter.drop_relation(relation) %}{% endmacro %}

{% macro drop_relation_if_exists(relation) %}{% if relation is not none %}{% do adapter.drop_relation(relation) %}{% endif %}{% endmacro %}

{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') %}
  {% do return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix})) %}
{% endmacro %}

{% macro get_quoted_csv(column_names) %}
  {% set quoted = [] %}
  {% for name in column_names %}{% do quoted.append(adapter.quote(name)) %}{% endfor %}
  {% do return(quoted | join(', ')) %}
{% endmacro %}

{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {{ adapter.dispatch('create_table_as')(temporary, relation, compiled_code) }}
{%- endmacro %}

{% macro default__create_table_as(temporary, relation, compiled_code) -%}
  create or replace table {{ relation }} as (
    {{ contracted(compiled_code) }}
  )
{%- endmacro %}

{# Tables are not laid out by a model's configuration yet. #}
{% macro unwritten_layout() %}
  {% for key in ['partitioned_by', 'partition_by', 'sorted_by', 'sort_by'] if config.get(key) and key in config.model %}
    {% do exceptions.warn("not yet: " ~ key ~ " of " ~ this.identifier ~ "; the table is built without") %}
  {% endfor %}
{% endmacro %}

{% macro create_view_as(relation, sql) -%}
  {{ adapter.dispatch('create_view_as')(relation, sql) }}
{%- endmacro %}

{% macro default__create_view_as(relation, sql) -%}
  {%- if has_contract() %}{% do assert_contract(sql) %}{% endif %}
  create or replace view {{ relation }} as (
    {{ sql }}
  )
{%- endmacro %}


{% macro has_contract() %}
  {% set contract = config.get('contract') %}
  {% do return(contract and contract.enforced and true or false) %}
{% endmacro %}

{# The query must have the contract's columns, by name and type. #}
{% macro assert_contract(sql) %}
  {% set wanted = [] %}
  {% set untyped = [] %}
  {% for column in model.columns.values() %}
    {% if column.get('data_type') %}{% do wanted.append('cast(null as ' ~ column.data_type ~ ') as ' ~ contract_name(column)) %}{% else %}{% do untyped.append(column.name) %}{% endif %}
  {% endfor %}
  {% if untyped %}
    {% do exceptions.column_type_missing(untyped) %}
  {% endif %}
  {% set given = contract_columns(adapter.get_column_schema_from_query(sql)) %}
  {% set expected = contract_columns(adapter.get_column_schema_from_query('select ' ~ (wanted | join(', ')))) if wanted else [] %}
  {% if not wanted or (given | map(attribute='formatted') | sort) != (expected | map(attribute='formatted') | sort) %}
    {% do exceptions.raise_contract_error(expected, given) %}
  {% endif %}
{% endmacro %}

{% macro contract_name(column) -%}{{ adapter.quote(column.name) if column.get('quote') else column.name }}{%- endmacro %}

{% macro contract_columns(columns) %}
  {% set described = [] %}
  {% for column in columns %}{% do described.append({'name': column.name, 'data_type': column.dtype, 'formatted': column.name | lower ~ ' ' ~ column.dtype}) %}{% endfor %}
  {% do return(described) %}
{% endmacro %}

{# A query with the order of its contract and its constraints: a row that breaks one fails the statement, so that nothing is written. Foreign keys are not checked. #}
{% macro contracted(sql) %}
  {%- if not has_contract() -%}{{ return(sql) }}{%- endif -%}
  {%- do assert_contract(sql) -%}
  {%- set broken = [] -%}
  {%- set keys = [] -%}
  {%- for column in model.columns.values() -%}
    {%- for constraint in column.get('constraints') or [] -%}{%- do add_constraint(constraint, [contract_name(column)], broken, keys) -%}{%- endfor -%}
  {%- endfor -%}
  {%- for constraint in model.constraints or [] -%}{%- do add_constraint(constraint, constraint.get('columns') or [], broken, keys) -%}{%- endfor -%}
  {%- set query -%}
select {% for column in model.columns.values() %}{{ contract_name(column) }}{{ ', ' if not loop.last }}{% endfor %}
from (
{{ sql }}
) as model_rows
{{ 'where ' if broken }}{{ broken | join('\n  and ') }}
{{ 'qualify ' if keys }}{{ keys | join('\n  and ') }}
  {%- endset -%}
  {{ return(query) }}
{% endmacro %}

{% macro add_constraint(constraint, names, broken, keys) %}
  {% set type = constraint.type | lower %}
  {% if type in ['not_null', 'primary_key'] %}
    {% for name in names %}{% do broken.append(contract_check(name ~ ' is null', type ~ ' of ' ~ name)) %}{% endfor %}
  {% endif %}
  {% if type in ['unique', 'primary_key'] %}
    {% do keys.append(contract_check('count(*) over (partition by ' ~ (names | join(', ')) ~ ') > 1 and ' ~ (names | join(' is not null and ')) ~ ' is not null', type ~ ' of ' ~ (names | join(', ')))) %}
  {% elif type == 'check' %}
    {% do broken.append(contract_check('(' ~ constraint.expression ~ ') is false', 'check ' ~ constraint.expression)) %}
  {% elif type in ['foreign_key', 'custom'] and constraint.get('warn_unenforced', true) is not false %}
    {% do exceptions.warn("not yet: the constraint " ~ type ~ " of " ~ this.identifier ~ "; the table is built without") %}
  {% endif %}
{% endmacro %}

{% macro contract_check(condition, what) -%}
case when {{ condition }} then error('{{ ("a row breaks the contract of " ~ this.identifier ~ ": " ~ what ~ "; nothing was written") | replace("'", "''") }}') else true end
{%- endmacro %}
