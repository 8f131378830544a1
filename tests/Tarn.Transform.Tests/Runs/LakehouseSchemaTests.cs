using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Runs;

namespace Tarn.Transform.Tests.Runs;

/// <summary>What an incremental model does when its query's columns change, and tests that keep what they find, over the real engine.</summary>
public sealed class LakehouseSchemaTests
{
    private static Task<LakehouseProject> OpenAsync(string mode) => LakehouseProject.OpenAsync(
        ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n"),
        ("models/grown.sql", $"{{{{ config(materialized='incremental', on_schema_change='{mode}') }}}}\nselect {{{{ var('columns') }}}}"));

    private static DbtArguments With(string columns) => new() { Verb = "run", Variables = new PyDict(new Dictionary<string, object?> { ["columns"] = columns }) };

    [Fact]
    public async Task Ignore_writes_the_columns_that_the_table_has()
    {
        await using var project = await OpenAsync("ignore");
        await project.MustRunAsync(With("1 as id, 'a' as name"));
        await project.MustRunAsync(With("2 as id, 'b' as name, 9 as extra"));
        Assert.Equal(["1|a", "2|b"], project.Rows("select * from main.grown order by id"));
    }

    [Fact]
    public async Task Append_new_columns_adds_them_and_leaves_the_old_rows_null()
    {
        await using var project = await OpenAsync("append_new_columns");
        await project.MustRunAsync(With("1 as id, 'a' as name"));
        await project.MustRunAsync(With("2 as id, 9 as extra"));
        Assert.Equal(["1|a|null", "2|null|9"], project.Rows("select id, name, extra from main.grown order by id"));
    }

    [Fact]
    public async Task Sync_all_columns_drops_what_is_gone_and_widens_what_changed()
    {
        await using var project = await OpenAsync("sync_all_columns");
        await project.MustRunAsync(With("1 as id, 'a' as name, cast(1 as integer) as n"));
        await project.MustRunAsync(With("2 as id, cast(5000000000 as bigint) as n, true as flag"));
        Assert.Equal(["1|1|null", "2|5000000000|True"], project.Rows("select id, n, flag from main.grown order by id"));
        var failed = await project.RunAsync(With("3 as id, 3 as n, true as flag, 'x' as name, name as missing"));
        Assert.Equal(NodeStatus.Error, Assert.Single(failed.Results).Status);
        Assert.Equal(["2"], project.Rows("select count(*) from main.grown"));
    }

    [Fact]
    public async Task Fail_names_the_columns_and_leaves_the_table()
    {
        await using var project = await OpenAsync("fail");
        await project.MustRunAsync(With("1 as id, 'a' as name"));
        var outcome = await project.RunAsync(With("2 as id, 9 as extra"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Source columns not in target: [extra", Assert.Single(outcome.Results).Message, StringComparison.Ordinal);
        Assert.Equal(["1|a"], project.Rows("select * from main.grown"));
        Assert.Equal(1, await project.SnapshotsOfAsync("grown"));
    }

    [Fact]
    public async Task A_test_keeps_the_rows_that_it_finds_as_it_is_told()
    {
        await using var project = await LakehouseProject.OpenAsync(
            ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n"),
            ("models/orders.sql", "{{ config(materialized='table') }}\nselect * from (values (1, 5), (2, null), (3, null)) as o(id, amount)"),
            ("models/schema.yml", "models:\n  - name: orders\n    columns:\n      - name: amount\n        data_tests:\n          - not_null: {config: {severity: warn, store_failures: true, alias: lost_amounts}}\n"
                + "          - accepted_values: {arguments: {values: [6], quote: false}, config: {severity: warn, store_failures_as: view, alias: odd_amounts, schema: checks}}\n      - name: id\n        data_tests: [unique]\n"));
        await project.MustRunAsync("build");
        Assert.Equal(["null", "null"], project.Rows("select * from main_dbt_test__audit.lost_amounts"));
        Assert.Equal(["5"], project.Rows("select value_field from main_checks.odd_amounts"));
        Assert.Equal(["lost_amounts|table"], Kinds(project, "main_dbt_test__audit"));
        Assert.Equal(["odd_amounts|view"], Kinds(project, "main_checks"));
        project.Write(("models/orders.sql", "{{ config(materialized='table') }}\nselect 1 as id, 6 as amount"));
        await project.MustRunAsync("build");
        Assert.Empty(project.Rows("select * from main_dbt_test__audit.lost_amounts"));
        Assert.Empty(project.Rows("select * from main_checks.odd_amounts"));
    }

    private static List<string> Kinds(LakehouseProject project, string schema) => [.. project.Rows($"show tables in \"{schema}\"").Select(r => string.Join('|', r.Split('|')[1..3]).ToLowerInvariant())];
}
