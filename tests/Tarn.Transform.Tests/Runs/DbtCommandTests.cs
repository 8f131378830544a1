using System.Collections.Immutable;
using Tarn.Testing;
using Tarn.Transform.Artifacts;
using Tarn.Transform.Runs;

namespace Tarn.Transform.Tests.Runs;

public sealed class DbtCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> console = [];

    public DbtCommandTests() => ProjectFolder.Write(
        folder.Path,
        ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\nmodels:\n  shop:\n    +materialized: table\nvars: {limit: 10}\n"),
        ("seeds/orders.csv", "id,amount,day\n1,10,2024-01-01\n2,20,2024-01-02\n3,,2024-01-03\n"),
        ("models/base.sql", "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('orders') }}"),
        ("models/totals.sql", "with x as (select * from {{ ref('base') }}) select id, amount, {{ double('amount') }} as twice from x"),
        ("models/grown.sql", "{{ config(materialized='incremental', unique_key='id') }}\nselect id, amount from {{ ref('totals') }}{% if is_incremental() %} where id >= 2{% endif %}"),
        ("models/shown.sql", "{{ config(materialized='view', alias='shown_view') }}select count(*) as n from {{ ref('grown') }} where id < {{ var('limit') }}"),
        ("macros/double.sql", "{% macro double(column) %}{{ return(adapter.dispatch('double')(column)) }}{% endmacro %}{% macro default__double(column) %}{{ column }} * 2{% endmacro %}"),
        ("tests/none_negative.sql", "select * from {{ ref('totals') }} where amount < 0"),
        ("models/schema.yml", "version: 2\nmodels:\n  - name: totals\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n      - name: amount\n        data_tests:\n          - not_null: {config: {severity: warn}}\n          - accepted_values: {arguments: {values: [10, 20], quote: false}}\n  - name: grown\n    columns:\n      - name: id\n        data_tests:\n          - relationships: {arguments: {to: ref('totals'), field: id}}\n"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_build_runs_seeds_models_and_tests_in_the_order_of_the_graph()
    {
        var outcome = await Run("build");
        Assert.True(outcome.ExitCode == 0, string.Join('\n', console));
        Assert.Equal(
            [
                "seed orders Success", "model totals Success", "test accepted_values_totals_amount__False__10__20 Pass", "test none_negative Pass", "test not_null_totals_amount Warn",
                "test not_null_totals_id Pass", "test unique_totals_id Pass", "model grown Success", "test relationships_grown_id__id__ref_totals_ Pass", "model shown Success",
            ],
            outcome.Results.Select(r => $"{r.Node.ResourceType} {r.Node.Name} {r.Status}"));
        Assert.Contains("Done. PASS=9 WARN=1 ERROR=0 SKIP=0 NO-OP=0 REUSED=0 TOTAL=10", console);
        Assert.Equal("3", Scalar("select n from main.shown_view"));
        Assert.Equal("40", Scalar("select twice from main.totals where id = 2"));
        Assert.True(File.Exists(folder.File("target", "manifest.json")));
        Assert.True(File.Exists(folder.File("target", "run_results.json")));
    }

    [Fact]
    public async Task A_second_incremental_run_replaces_rows_by_key_and_keeps_the_others()
    {
        await Run("build");
        using (var warehouse = Open())
        {
            warehouse.Run("update main.grown set amount = -1", false, CancellationToken.None);
        }

        var outcome = await Run("run", "grown");
        Assert.True(outcome.ExitCode == 0, string.Join('\n', console));
        Assert.Equal("3", Scalar("select count(*) from main.grown"));
        Assert.Equal("-1", Scalar("select amount from main.grown where id = 1"));
        Assert.Equal("20", Scalar("select amount from main.grown where id = 2"));
    }

    [Fact]
    public async Task When_a_model_was_built_is_kept_over_runs_of_others_and_a_command_that_only_looks_changes_nothing()
    {
        await Run("build");
        var first = Built();
        Assert.True(first["model.shop.grown"].Completed >= first["model.shop.grown"].Started);
        Assert.Contains("seed.shop.orders", first.Keys);
        Assert.DoesNotContain("test.shop.none_negative", first.Keys);
        await Run("run", "grown");
        var second = Built();
        Assert.True(second["model.shop.grown"].Started > first["model.shop.grown"].Started);
        Assert.Equal(first["model.shop.totals"], second["model.shop.totals"]);
        await Run("compile");
        await Run("test");
        Assert.Equal(second, Built());
    }

    [Fact]
    public async Task Commands_that_end_at_the_same_time_write_whole_artifacts_and_leave_nothing_beside_them()
    {
        await Run("build");
        var target = folder.File("target");
        // What another process has half written under the name that all once shared.
        using (File.Open(Path.Combine(target, "manifest.json.tmp"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Run("parse"))));
            Assert.All(outcomes, outcome => Assert.Equal(0, outcome.ExitCode));
        }

        Assert.NotEmpty(BuiltProject.Parse(File.ReadAllBytes(Path.Combine(target, BuiltProject.ManifestFile)), null).Nodes);
        Assert.Equal(["manifest.json.tmp"], Directory.GetFiles(target, "*.tmp", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Times_of_builds_that_end_at_the_same_time_are_all_kept()
    {
        var at = DateTimeOffset.UnixEpoch;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => BuildTimes.AddAsync(
            folder.Path, new Dictionary<string, BuildTime> { [$"model.shop.m{i}"] = new(at.AddTicks(i), at.AddDays(1)) }, CancellationToken.None))));
        var kept = BuildTimes.Parse(File.ReadAllBytes(folder.File(BuildTimes.File)));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => at.AddTicks(i)), kept.Values.Select(time => time.Started).Order());
    }

    private ImmutableSortedDictionary<string, BuildTime> Built() => BuildTimes.Parse(File.ReadAllBytes(folder.File("target", BuildTimes.File)));

    [Fact]
    public async Task A_failing_node_skips_what_is_downstream_and_exits_with_one()
    {
        ProjectFolder.Write(folder.Path, ("models/totals.sql", "select nothing_like_it from {{ ref('base') }}"));
        await Run("seed");
        var outcome = await Run("run");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal([NodeStatus.Error, NodeStatus.Skipped, NodeStatus.Skipped], outcome.Results.Select(r => r.Status));
        Assert.Contains("Done. PASS=0 WARN=0 ERROR=1 SKIP=2 NO-OP=0 REUSED=0 TOTAL=3", console);
    }

    [Fact]
    public async Task A_failing_test_holds_back_a_build_but_not_a_run()
    {
        ProjectFolder.Write(folder.Path, ("tests/none_negative.sql", "select 1 as a from {{ ref('totals') }}"));
        var outcome = await Run("build");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(outcome.Results, r => r.Node.Name == "grown" && r.Status == NodeStatus.Skipped);
        Assert.Equal(0, (await Run("run")).ExitCode);
    }

    [Fact]
    public async Task An_unknown_reference_is_an_error_of_the_project()
    {
        ProjectFolder.Write(folder.Path, ("models/lost.sql", "select * from {{ ref('nowhere') }}"));
        Assert.Equal(2, (await Run("parse")).ExitCode);
        Assert.Contains(console, l => l.Contains("depends on a node named 'nowhere' which was not found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hooks_of_the_project_run_before_and_after_the_nodes()
    {
        File.AppendAllText(folder.File("dbt_project.yml"), "on-run-start: \"create table if not exists main.log (at_end boolean)\"\non-run-end: [\"insert into main.log values ({{ flags.WHICH == 'seed' }})\"]\n");
        var outcome = await Run("seed");
        Assert.True(outcome.ExitCode == 0, string.Join('\n', console));
        Assert.Equal(["shop-on-run-start-0", "orders", "shop-on-run-end-0"], outcome.Results.Select(r => r.Node.Name));
        Assert.Equal("True", Scalar("select at_end from main.log"));
    }

    [Fact]
    public async Task A_failing_hook_at_the_start_keeps_the_nodes_from_running()
    {
        File.AppendAllText(folder.File("dbt_project.yml"), "on-run-start: select nothing_like_it\n");
        var outcome = await Run("seed");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(NodeStatus.Error, Assert.Single(outcome.Results).Status);
    }

    [Fact]
    public async Task What_is_not_built_yet_is_named()
    {
        ProjectFolder.Write(folder.Path, ("models/scores.py", "def model(dbt, session): return None"), ("models/metrics.yml", "metrics: [{name: revenue}]\n"));
        await Run("parse");
        Assert.Contains("[WARNING]: not yet: Python models; left out: scores", console);
        Assert.Contains("[WARNING]: not yet: metrics; left out: revenue", console);
        ProjectFolder.Write(folder.Path, ("models/past.sql", "select * from {{ ref('scores') }}"));
        Assert.Equal(2, (await Run("parse")).ExitCode);
        Assert.Contains(console, l => l.Contains("not yet:", StringComparison.Ordinal) && l.Contains("the Python model 'scores'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_whose_macro_is_not_there_fails_alone()
    {
        ProjectFolder.Write(folder.Path, ("models/more.yml", "models: [{name: shown, columns: [{name: n, data_tests: [no_such_test]}]}, {name: nowhere, columns: [{name: n, data_tests: [not_null]}]}]\n"));
        Assert.Equal(0, (await Run("parse")).ExitCode);
        Assert.Contains(console, l => l.EndsWith("depends on a node named 'nowhere' in package '' which was not found", StringComparison.Ordinal));
        await Run("run");
        var result = Assert.Single((await Run("test", "shown")).Results);
        Assert.Equal(NodeStatus.Error, result.Status);
        Assert.Contains("'test_no_such_test' is undefined", result.Message, StringComparison.Ordinal);
    }

    private DuckDbWarehouse Open() => new(folder.File("tarn.duckdb"));

    private async Task<DbtOutcome> Run(string verb, params string[] select)
    {
        lock (console)
        {
            console.Clear();
        }

        var command = new DbtCommand(folder.Path, Open, line => { lock (console) { console.Add(line); } }, TimeProvider.System);
        return await command.RunAsync(new DbtArguments { Verb = verb, Select = select, Threads = 1 }, CancellationToken.None);
    }

    private string Scalar(string sql)
    {
        using var warehouse = Open();
        return warehouse.Run(sql, true, CancellationToken.None).Rows[0][0]?.ToString() ?? "null";
    }
}
