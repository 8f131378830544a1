using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Tests.Runs;

/// <summary>Snapshots over the real engine: what changed, what is gone and what came back, each run one commit.</summary>
public sealed class LakehouseSnapshotTests
{
    private const string History = "select id, name, dbt_valid_from, dbt_valid_to from main.past order by id, dbt_valid_from";

    private static Task<LakehouseProject> OpenAsync(params (string, string)[] more) => LakehouseProject.OpenAsync(
    [
        ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n"),
        ("models/sources.yml", "sources:\n  - {name: main, tables: [{name: people}]}\n"),
        .. more,
    ]);

    private static void Fill(LakehouseProject project) => project.Execute(
        "create or replace table main.people as select * from (values (1, 'Ann', timestamp '2024-01-01'), (2, 'Bob', timestamp '2024-01-02')) as p(id, name, changed_at)");

    private static string Yaml(string config) => $"snapshots:\n  - name: past\n    relation: source('main', 'people')\n    config: {{unique_key: id, {config}}}\n";

    [Fact]
    public async Task A_changed_row_ends_when_the_next_begins_and_a_run_without_changes_commits_nothing()
    {
        await using var project = await OpenAsync(("snapshots/past.yml", Yaml("strategy: timestamp, updated_at: changed_at")));
        project.Execute("create schema if not exists main");
        Fill(project);
        await project.MustRunAsync("snapshot");
        project.Execute("update main.people set name = 'Bert', changed_at = timestamp '2024-02-02' where id = 2");
        await project.MustRunAsync("snapshot");
        await project.MustRunAsync("snapshot");
        Assert.Equal(
            ["1|Ann|2024-01-01 00:00:00|null", "2|Bob|2024-01-02 00:00:00|2024-02-02 00:00:00", "2|Bert|2024-02-02 00:00:00|null"],
            project.Rows(History));
        Assert.Equal(2, await project.SnapshotsOfAsync("past"));
        Assert.Equal(["3"], project.Rows("select count(distinct dbt_scd_id) from main.past"));
    }

    [Fact]
    public async Task Checked_columns_tell_a_change_and_new_columns_join_the_table()
    {
        await using var project = await OpenAsync(
            ("snapshots/past.sql", "{% snapshot past %}{{ config(unique_key='id', strategy='check', check_cols='all', hard_deletes='invalidate') }}select {{ var('columns', 'id, name') }} from {{ source('main', 'people') }}{% endsnapshot %}"));
        project.Execute("create schema if not exists main");
        Fill(project);
        await project.MustRunAsync("snapshot");
        project.Execute("delete from main.people where id = 1");
        project.Execute("update main.people set changed_at = null where id = 2");
        await project.MustRunAsync("snapshot");
        Assert.Equal(["1|Ann|True", "2|Bob|False"], project.Rows("select id, name, dbt_valid_to is not null from main.past order by id"));
        var wider = new PyDict(new Dictionary<string, object?> { ["columns"] = "id, name, 7 as extra" });
        await project.MustRunAsync(new DbtArguments { Verb = "snapshot", Variables = wider });
        Assert.Equal(["1|null", "2|null", "2|7"], project.Rows("select id, extra from main.past order by id, extra nulls first"));
    }

    [Fact]
    public async Task A_deleted_row_gets_a_record_of_its_deletion_until_it_comes_back()
    {
        await using var project = await OpenAsync(("snapshots/past.yml", Yaml("strategy: timestamp, updated_at: changed_at, hard_deletes: new_record, dbt_valid_to_current: \"timestamp '9999-12-31'\", snapshot_meta_column_names: {dbt_valid_to: until}")));
        project.Execute("create schema if not exists main");
        Fill(project);
        await project.MustRunAsync("snapshot");
        project.Execute("delete from main.people where id = 1");
        await project.MustRunAsync("snapshot");
        const string States = "select id, dbt_is_deleted, until = timestamp '9999-12-31' from main.past order by id, dbt_is_deleted, until";
        Assert.Equal(["1|False|False", "1|True|True", "2|False|True"], project.Rows(States));
        project.Execute("insert into main.people values (1, 'Ann', timestamp '2030-01-01')");
        await project.MustRunAsync("snapshot");
        Assert.Equal(["1|False|False", "1|False|True", "1|True|False", "2|False|True"], project.Rows(States));
    }

    [Fact]
    public async Task A_snapshot_without_its_strategy_is_refused_before_anything_runs()
    {
        await using var project = await OpenAsync(("snapshots/past.yml", Yaml("strategy: timestamp")));
        var outcome = await project.RunAsync("build");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(project.Console, l => l.Contains("must specify an updated_at configuration", StringComparison.Ordinal));
    }
}
