using System.Text.Json;
using Tarn.Testing;

namespace Tarn.Transform.Tests.Runs;

/// <summary>What models, tests and command lines ask for beyond rows: kept failures, changed columns, lists as JSON, an end before the end.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> console = [];

    public RequestTests() => ProjectFolder.Write(
        folder.Path,
        ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n"),
        ("models/a.sql", "{{ config(materialized='table') }}select 1 as id, 2 as b"),
        ("models/b.sql", "{{ config(materialized='table', tags=['late']) }}select id from {{ ref('a') }}"),
        ("models/c.sql", "{{ config(materialized='table') }}select id from {{ ref('b') }}"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("materialized='incremental', incremental_strategy='insert_overwrite'", "the incremental strategy 'insert_overwrite' of the model 'c'")]
    [InlineData("materialized='incremental', unique_key='id', incremental_predicates=['id > 1']", "incremental_predicates with the strategy 'delete+insert'")]
    public async Task A_model_that_asks_for_what_is_not_built_fails_by_name_and_leaves_its_table(string config, string told)
    {
        await Run(new DbtArguments { Verb = "run" });
        ProjectFolder.Write(folder.Path, ("models/c.sql", $"{{{{ config({config}) }}}}select 7 as id"));
        var outcome = await Run(new DbtArguments { Verb = "run", Select = ["c"] });
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"not yet: {told}", Assert.Single(outcome.Results).Message, StringComparison.Ordinal);
        Assert.Equal(["1"], Rows("select id from main.c"));
    }

    [Fact]
    public async Task Comments_and_grants_that_are_not_written_are_told_and_the_model_is_built()
    {
        ProjectFolder.Write(folder.Path, ("models/schema.yml", "models:\n  - {name: c, config: {persist_docs: {relation: true}, grants: {select: [reader]}}}\n"));
        Assert.Equal(0, (await Run(new DbtArguments { Verb = "run" })).ExitCode);
        Assert.Contains("[WARNING]: not yet: persist_docs; built without comments: c", console);
        Assert.Contains("[WARNING]: not yet: grants; built, and nobody was granted anything: c", console);
    }

    [Theory]
    [InlineData("store_failures: true", "table", "2")]
    [InlineData("store_failures_as: view", "view", "2")]
    [InlineData("store_failures: true, limit: 1", "table", "1")]
    public async Task Rows_that_a_test_finds_are_kept_where_it_says_so(string config, string kind, string rows)
    {
        ProjectFolder.Write(
            folder.Path,
            ("models/nulls.sql", "select null as n union all select null"),
            ("models/schema.yml", $"models:\n  - name: nulls\n    columns:\n      - name: n\n        data_tests:\n          - not_null: {{config: {{{config}, alias: found}}}}\n"));
        var outcome = await Run(new DbtArguments { Verb = "build", Select = ["nulls"] });
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal([rows], Rows("select count(*) from main_dbt_test__audit.found"));
        using (var warehouse = Open())
        {
            Assert.Equal(kind == "view", Assert.Single(warehouse.Relations("main_dbt_test__audit", CancellationToken.None)).IsView);
        }

        Assert.Contains("  select * from \"tarn\".\"main_dbt_test__audit\".\"found\"", console);
        Assert.Contains(console, l => l == "  compiled code at target/compiled/shop/models/schema.yml/not_null_nulls_n.sql");
        Assert.True(File.Exists(folder.File("target", "compiled", "shop", "models", "schema.yml", "not_null_nulls_n.sql")));
    }

    [Theory]
    [InlineData("ignore", "id b", "1 2 | 1 2")]
    [InlineData("append_new_columns", "id b c", "1 2 null | 1 null 3")]
    [InlineData("sync_all_columns", "id c", "1 null | 1 3")]
    public async Task Columns_that_a_query_changes_go_as_on_schema_change_says(string mode, string columns, string rows)
    {
        var config = $"{{{{ config(materialized='incremental', on_schema_change='{mode}') }}}}";
        ProjectFolder.Write(folder.Path, ("models/grown.sql", config + "select 1 as id, 2 as b"));
        await Run(new DbtArguments { Verb = "run", Select = ["grown"] });
        ProjectFolder.Write(folder.Path, ("models/grown.sql", config + (mode == "ignore" ? "select 3 as c, 2 as b, 1 as id" : "select 1 as id, 3 as c")));
        var outcome = await Run(new DbtArguments { Verb = "run", Select = ["grown"] });
        Assert.True(outcome.ExitCode == 0, string.Join('\n', console));
        using var warehouse = Open();
        var all = warehouse.Run("select * from main.grown order by all", true, CancellationToken.None);
        Assert.Equal(columns, string.Join(' ', all.Columns.Select(c => c.Name)));
        Assert.Equal(rows.Split(" | ").Order(StringComparer.Ordinal), all.Rows.Select(r => string.Join(' ', r.Select(v => v ?? "null"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_as_json_has_the_keys_asked_for()
    {
        await Run(new DbtArguments { Verb = "ls", Select = ["b"], Output = "json", OutputKeys = ["name", "config.materialized", "tags", "nothing"] });
        Assert.Contains("{\"name\": \"b\", \"config.materialized\": \"table\", \"tags\": [\"late\"]}", console);
        await Run(new DbtArguments { Verb = "ls", Select = ["b"], Output = "json" });
        using var line = JsonDocument.Parse(console[^1]);
        Assert.Equal("model.shop.b", line.RootElement.GetProperty("unique_id").GetString());
        Assert.Equal("model.shop.a", line.RootElement.GetProperty("depends_on").GetProperty("nodes")[0].GetString());
        Assert.False(line.RootElement.TryGetProperty("raw_code", out _));
    }

    [Fact]
    public async Task A_cancelled_build_keeps_what_ended_and_tells_what_it_skipped()
    {
        ProjectFolder.Write(folder.Path, ("models/b.sql", "{{ config(materialized='table') }}select count(*) as id from range(1000000000000) x(i), {{ ref('a') }} where hash(i) = 1"));
        using var cancel = new CancellationTokenSource();
        var outcome = await Run(new DbtArguments { Verb = "build", Threads = 1 }, line =>
        {
            if (line.Contains("START sql table model main.b", StringComparison.Ordinal))
            {
                cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
            }
        }, cancel.Token);
        Assert.Equal(2, outcome.ExitCode);
        Assert.True(outcome.IsCancelled);
        Assert.Equal(["a Success", "b Skipped", "c Skipped"], outcome.Results.Select(r => $"{r.Node.Name} {r.Status}"));
        Assert.Contains("Exited because of keyboard interrupt.", console);
        Assert.Equal(["1"], Rows("select id from main.a"));
        using var artifact = JsonDocument.Parse(File.ReadAllText(folder.File("target", "run_results.json")));
        Assert.Equal(["success", "skipped", "skipped"], artifact.RootElement.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()));
    }

    private DuckDbWarehouse Open() => new(folder.File("tarn.duckdb"));

    private async Task<DbtOutcome> Run(DbtArguments arguments, Action<string>? seen = null, CancellationToken cancellationToken = default)
    {
        console.Clear();
        var command = new DbtCommand(folder.Path, Open, line =>
        {
            lock (console)
            {
                console.Add(line);
            }

            seen?.Invoke(line);
        }, TimeProvider.System);
        return await command.RunAsync(arguments, cancellationToken);
    }

    private List<string> Rows(string sql)
    {
        using var warehouse = Open();
        return [.. warehouse.Run(sql, true, CancellationToken.None).Rows.Select(r => r[0]?.ToString() ?? "null")];
    }
}
