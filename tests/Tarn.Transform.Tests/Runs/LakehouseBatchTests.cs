using Tarn.Transform.Runs;

namespace Tarn.Transform.Tests.Runs;

/// <summary>Microbatch models, contracts and unit tests over the real engine.</summary>
public sealed class LakehouseBatchTests
{
    private const string Project = "name: shop\nversion: '1.0'\nprofile: tarn\n";

    private static DbtArguments Between(string verb, int first, int last) => new()
    {
        Verb = verb, EventWindow = (new DateTime(2024, 1, first), new DateTime(2024, 1, last)),
    };

    [Fact]
    public async Task Each_batch_is_one_commit_that_replaces_its_span_and_leaves_the_others()
    {
        await using var project = await LakehouseProject.OpenAsync(
            ("dbt_project.yml", Project),
            ("models/events.sql", "{{ config(event_time='seen') }}\nselect * from main.raw_events"),
            ("models/daily.sql", "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='seen', batch_size='day', begin='2024-01-01') }}\n"
                + "select seen, n, '{{ model.batch.id }}' as batch from {{ ref('events') }}"));
        project.Execute("create schema if not exists main");
        project.Execute("create table main.raw_events as select * from (values (timestamp '2024-01-01 05:00:00', 1), (timestamp '2024-01-02 05:00:00', 2), (timestamp '2024-01-03 00:00:00', 3)) as e(seen, n)");
        await project.MustRunAsync(Between("run", 1, 4));
        const string Rows = "select n, batch from main.daily order by n";
        Assert.Equal(["1|20240101", "2|20240102", "3|20240103"], project.Rows(Rows));
        Assert.Equal(3, await project.SnapshotsOfAsync("daily"));
        project.Execute("update main.raw_events set n = n + 10");
        await project.MustRunAsync(Between("run", 2, 3));
        Assert.Equal(["1|20240101", "3|20240103", "12|20240102"], project.Rows(Rows));
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_the_others_and_is_told_as_a_partial_success()
    {
        await using var project = await LakehouseProject.OpenAsync(
            ("dbt_project.yml", Project),
            ("models/daily.sql", "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='seen', batch_size='day', begin='2024-01-01') }}\n"
                + "select timestamp '{{ model.batch.event_time_start.strftime('%Y-%m-%d') }}' as seen, case when '{{ model.batch.id }}' = '20240102' then error('no such day') else 1 end as n"));
        var outcome = await project.RunAsync(Between("run", 1, 4));
        var result = Assert.Single(outcome.Results);
        Assert.Equal((1, NodeStatus.PartialSuccess, "PARTIAL SUCCESS (2/3)"), (outcome.ExitCode, result.Status, result.Message));
        Assert.Equal(["1", "3"], project.Rows("select day(seen) from main.daily order by seen"));
        Assert.Contains(project.Console, l => l.Contains("no such day", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_contract_is_held_by_columns_and_by_rows_and_a_row_that_breaks_it_writes_nothing()
    {
        await using var project = await LakehouseProject.OpenAsync(
            ("dbt_project.yml", Project),
            ("models/people.sql", "{{ config(materialized='table') }}\nselect 'Ann' as name, 1 as id"),
            ("models/schema.yml", "models:\n  - name: people\n    config: {contract: {enforced: true}}\n    columns:\n      - {name: id, data_type: integer, constraints: [{type: primary_key}]}\n"
                + "      - {name: name, data_type: varchar, constraints: [{type: not_null}, {type: check, expression: \"length(name) < 5\"}]}\n"));
        await project.MustRunAsync("run");
        Assert.Equal(["1|Ann"], project.Rows("select * from main.people"));
        foreach (var (query, told) in new[]
        {
            ("select 'Bob' as name, 'x' as id", "data type mismatch"), ("select 2 as id", "missing in definition"), ("select cast(null as varchar) as name, 2 as id", "not_null of name"),
            ("select 'Roberta' as name, 2 as id", "check length(name) < 5"), ("select 'Bob' as name, 2 as id union all select 'Bert', 2", "primary_key of id"),
        })
        {
            project.Write(("models/people.sql", "{{ config(materialized='table') }}\n" + query));
            var outcome = await project.RunAsync("run");
            Assert.Contains(told, Assert.Single(outcome.Results).Message, StringComparison.Ordinal);
            Assert.Equal(["1|Ann"], project.Rows("select * from main.people"));
        }
    }

    [Fact]
    public async Task A_unit_test_shows_how_rows_differ_and_in_a_build_holds_back_its_model()
    {
        await using var project = await LakehouseProject.OpenAsync(
            ("dbt_project.yml", Project + "vars: {rate: 2}\n"),
            ("models/orders.sql", "{{ config(materialized='table') }}\nselect 1 as id, 10 as amount, date '2024-01-01' as day"),
            ("models/totals.sql", "{{ config(materialized='table') }}\nselect id, amount * {{ var('rate') }} as total from {{ ref('orders') }}"),
            ("tests/fixtures/sold.csv", "id,amount\n1,5\n2,\n"),
            ("models/schema.yml", "unit_tests:\n  - name: doubles\n    model: totals\n    given: [{input: ref('orders'), format: csv, fixture: sold}]\n    expect: {rows: [{id: 2, total: null}, {id: 1, total: 10}]}\n"
                + "  - name: trebles\n    model: totals\n    overrides: {vars: {rate: 3}}\n    given: [{input: ref('orders'), rows: [{id: 7, amount: 1}]}]\n    expect: {rows: [{id: 7, total: {{TOTAL}}}]}\n".Replace("{{TOTAL}}", "4", StringComparison.Ordinal)));
        await project.MustRunAsync(new DbtArguments { Verb = "run", Select = ["orders"] });
        var outcome = await project.RunAsync("build");
        Assert.Equal(["orders Success", "doubles Pass", "trebles Fail", "totals Skipped"], outcome.Results.Select(r => $"{r.Node.Name} {r.Status}"));
        Assert.Contains("\u2192 ,7 ,4\u21923", outcome.Results.Single(r => r.Node.Name == "trebles").Message, StringComparison.Ordinal);
        project.Write(("models/schema.yml", File.ReadAllText(Path.Combine(project.Folder, "models/schema.yml")).Replace("total: 4", "total: 3", StringComparison.Ordinal)));
        await project.MustRunAsync("build");
        Assert.Equal(["1|20"], project.Rows("select * from main.totals"));
    }

    [Fact]
    public async Task A_macro_is_called_by_name_and_a_query_is_shown_without_building()
    {
        await using var project = await LakehouseProject.OpenAsync(
            ("dbt_project.yml", Project),
            ("models/orders.sql", "select 1 as id, 1234.5 as amount union all select 2, 2"),
            ("macros/fill.sql", "{% macro fill(rows) %}{% do run_query('create table main.filled as select ' ~ rows ~ ' as n') %}{% do log('filled ' ~ rows, info=true) %}{% endmacro %}"));
        await project.MustRunAsync(new DbtArguments { Verb = "show", Select = ["orders"], Limit = 1 });
        Assert.Equal(["| id | amount  |", "| -- | ------- |", "|  1 | 1,234.5 |"], project.Console.SkipWhile(l => !l.StartsWith('|')));
        project.Execute("create schema if not exists main");
        await project.MustRunAsync(new DbtArguments { Verb = "run-operation", Macro = "fill", MacroArguments = new Transform.Jinja.Python.PyDict(new Dictionary<string, object?> { ["rows"] = 3L }) });
        Assert.Equal(["3"], project.Rows("select n from main.filled"));
        Assert.Contains("filled 3", project.Console);
        Assert.Equal(2, (await project.RunAsync(new DbtArguments { Verb = "run-operation", Macro = "nothing" })).ExitCode);
    }
}
