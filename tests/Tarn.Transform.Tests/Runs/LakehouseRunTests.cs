using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;
using Tarn.Transform.Runs;

namespace Tarn.Transform.Tests.Runs;

/// <summary>Models over the real engine: catalog, store and Iceberg tables.</summary>
public sealed class LakehouseRunTests
{
    private static readonly (string, string)[] Shop =
    [
        ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\n"),
        ("seeds/orders.csv", "id,amount,note\n1,10,first\n2,20,\n3,30,last\n"),
        ("models/base.sql", "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('orders') }}"),
        ("models/shown.sql", "select id, amount from {{ ref('base') }}"),
        ("models/grown.sql", "{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_exclude_columns=['first_amount']) }}\n"
            + "select id, amount + {{ var('more', 0) }} as amount, amount + {{ var('more', 0) }} as first_amount from {{ ref('shown') }}\n"
            + "{% if is_incremental() %}where id >= (select max(id) - 1 from {{ this }}) union all select 9, 90, 90{% endif %}"),
        ("models/schema.yml", "models:\n  - name: grown\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n"),
    ];

    [Fact]
    public async Task A_second_build_merges_by_key_in_one_commit_and_keeps_the_columns_that_it_is_to_keep()
    {
        await using var project = await LakehouseProject.OpenAsync(Shop);
        await project.MustRunAsync("build");
        await project.MustRunAsync(new DbtArguments { Verb = "build", Threads = 2, Variables = (PyDict)YamlValues.Parse("vars", "{more: 5}")! });
        Assert.Equal(["1|10|10", "2|25|20", "3|35|30", "9|90|90"], project.Rows("select id, amount, first_amount from main.grown order by id"));
        Assert.Equal(2, await project.SnapshotsOfAsync("grown"));
        Assert.Equal(["2"], project.Rows("select id from main.orders where note is null"));
    }

    [Fact]
    public async Task What_the_gate_refuses_in_a_statement_it_refuses_in_a_model()
    {
        await using var project = await LakehouseProject.OpenAsync(Shop);
        project.Write(("models/shown.sql", "select * from read_csv('/etc/passwd')"));
        var outcome = await project.RunAsync("build");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(NodeStatus.Error, outcome.Results.Single(r => r.Node.Name == "shown").Status);
        Assert.Equal(NodeStatus.Skipped, outcome.Results.Single(r => r.Node.Name == "grown").Status);
        Assert.Contains(project.Console, l => l.Contains("read_csv", StringComparison.Ordinal));
    }
}
