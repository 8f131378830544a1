using Tarn.Engine.Sessions;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;
using Tarn.Transform.Runs;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Tests.Runs;

/// <summary>Models over the real engine: catalog, store and Iceberg tables.</summary>
public sealed class LakehouseRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> console = [];
    private StateDatabase? state;
    private Lakehouse? lakehouse;
    private Session? session;

    public async Task InitializeAsync()
    {
        var options = new LakehouseOptions { WarehouseFolder = folder.File("warehouse"), TemporaryFolder = folder.File("tmp") };
        Directory.CreateDirectory(options.WarehouseFolder);
        var store = new LocalObjectStore(new AllowedLocations(options.WarehouseFolder, options.AllowedFolders));
        state = await StateDatabase.OpenAsync(folder.File("state.db"), CancellationToken.None);
        lakehouse = new Lakehouse(new SqliteCatalog("tarn", state, store, $"file://{options.WarehouseFolder}", TimeProvider.System), store, new RoleAuthorizer(), options, TimeProvider.System);
        session = lakehouse.OpenSession(Principal.Local("test"));
        ProjectFolder.Write(
            folder.Path,
            ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n"),
            ("seeds/orders.csv", "id,amount,note\n1,10,first\n2,20,\n3,30,last\n"),
            ("models/base.sql", "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('orders') }}"),
            ("models/shown.sql", "select id, amount from {{ ref('base') }}"),
            ("models/grown.sql", "{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_exclude_columns=['first_amount']) }}\n"
                + "select id, amount + {{ var('more', 0) }} as amount, amount + {{ var('more', 0) }} as first_amount from {{ ref('shown') }}\n"
                + "{% if is_incremental() %}where id >= (select max(id) - 1 from {{ this }}) union all select 9, 90, 90{% endif %}"),
            ("models/schema.yml", "models:\n  - name: grown\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n"));
    }

    public async Task DisposeAsync()
    {
        await session!.DisposeAsync();
        await lakehouse!.DisposeAsync();
        state!.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_second_build_merges_by_key_in_one_commit_and_keeps_the_columns_that_it_is_to_keep()
    {
        var first = await Run("build");
        Assert.True(first.ExitCode == 0, string.Join('\n', console));
        var second = await Run("build", "{more: 5}");
        Assert.True(second.ExitCode == 0, string.Join('\n', console));
        Assert.Equal(["1 10 10", "2 25 20", "3 35 30", "9 90 90"], Rows("select id || ' ' || amount || ' ' || first_amount from main.grown order by id"));
        Assert.Equal(2, (await lakehouse!.Catalog.LoadTableAsync(new("main", "grown"), CancellationToken.None)).Metadata.Snapshots.Length);
        Assert.Equal(["2"], Rows("select id from main.orders where note is null"));
    }

    [Fact]
    public async Task What_the_gate_refuses_in_a_statement_it_refuses_in_a_model()
    {
        ProjectFolder.Write(folder.Path, ("models/shown.sql", "select * from read_csv('/etc/passwd')"));
        var outcome = await Run("build");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(NodeStatus.Error, outcome.Results.Single(r => r.Node.Name == "shown").Status);
        Assert.Equal(NodeStatus.Skipped, outcome.Results.Single(r => r.Node.Name == "grown").Status);
        Assert.Contains(console, l => l.Contains("read_csv", StringComparison.Ordinal));
    }

    private async Task<DbtOutcome> Run(string verb, string? variables = null)
    {
        console.Clear();
        var command = new DbtCommand(folder.Path, () => new SessionWarehouse(session!), line => { lock (console) { console.Add(line); } }, TimeProvider.System);
        var arguments = new DbtArguments { Verb = verb, Threads = 2 };
        return await command.RunAsync(
            variables is null ? arguments : arguments with { Variables = (PyDict)YamlValues.Parse("vars", variables)! }, CancellationToken.None);
    }

    private List<string> Rows(string sql) => [.. new SessionWarehouse(session!).Run(sql, true, CancellationToken.None).Rows.Select(r => r[0]?.ToString() ?? "null")];
}
