namespace Tarn.Faults.Tests.Workshops;

/// <summary>The project's own files: a stream of each write mode, a model of each materialization, a seed, tests.</summary>
static class WorkshopFiles
{
    public static IReadOnlyList<(string Path, string Text)> All { get; } =
    [
        ("tarn.yaml", "storage:\n  warehouse: ./warehouse\n"),
        ("sources/work.yaml", """
            type: files
            path: ./data
            streams:
              events:
                files: events/*.jsonl
                table: bronze.events
                write: append
              orders:
                files: orders/*.csv
                table: bronze.orders
                write: append_dedup
                key: [order_id]
                cursor: version
                columns:
                  amount: decimal(12,2)
              stock:
                files: stock/*.csv
                table: bronze.stock
                sync: full_refresh
                write: overwrite
            """),
        ("dbt_project.yml", """
            name: work
            version: '1.0'
            profile: tarn
            models:
              work:
                staging: {+schema: silver, +materialized: table}
                marts: {+schema: gold, +materialized: table}
            seeds:
              work: {+schema: silver}
            """),
        ("macros/generate_schema_name.sql", "{% macro generate_schema_name(custom_schema_name, node) -%}{{ (custom_schema_name or target.schema) | trim }}{%- endmacro %}"),
        ("seeds/labels.csv", "id,label\n1,one\n2,two\n3,three\n"),
        ("models/sources.yml", "sources:\n  - name: bronze\n    tables: [{name: events}, {name: orders}, {name: stock}]\n"),
        ("models/schema.yml", "models:\n  - name: order_state\n    columns: [{name: order_id, data_tests: [unique, not_null]}]\n  - name: event_log\n    columns: [{name: id, data_tests: [unique]}]\n"),
        ("models/staging/stg_orders.sql", "select order_id, version, amount from {{ source('bronze', 'orders') }}"),
        ("models/staging/stg_events.sql", "{{ config(materialized='view') }}\nselect id, kind, happened from {{ source('bronze', 'events') }}"),
        ("models/marts/event_log.sql", "{{ config(materialized='incremental') }}\nselect id, kind from {{ ref('stg_events') }}\n{% if is_incremental() %}where id > (select coalesce(max(id), 0) from {{ this }}){% endif %}"),
        ("models/marts/order_state.sql", "{{ config(materialized='incremental', incremental_strategy='merge', unique_key='order_id') }}\nselect order_id, version from {{ ref('stg_orders') }}\n{% if is_incremental() %}where version >= (select coalesce(max(version), 0) from {{ this }}){% endif %}"),
        ("models/marts/kinds.sql", "select kind, count(*) as events from {{ ref('event_log') }} group by kind"),
    ];

    /// <summary>The query of each table that gives its rows' number and sum.</summary>
    public static IReadOnlyDictionary<string, string> SumOf { get; } = new Dictionary<string, string>
    {
        ["bronze.events"] = "sum(id)", ["bronze.orders"] = "sum(order_id * 1000 + version)", ["bronze.stock"] = "sum(item_id)",
        ["quarantine.bronze_events"] = "sum(cast(regexp_extract(file, '([0-9]+)[.]jsonl', 1) as bigint))",
        ["silver.stg_orders"] = "sum(order_id * 1000 + version)", ["silver.stg_events"] = "sum(id)", ["gold.event_log"] = "sum(id)",
        ["gold.order_state"] = "sum(order_id * 1000 + version)", ["gold.kinds"] = "sum(events)", ["silver.labels"] = "sum(id)",
    };
}
