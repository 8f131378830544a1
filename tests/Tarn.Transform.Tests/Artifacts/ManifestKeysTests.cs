using System.Text.Json.Nodes;
using Tarn.Transform.Tests.Runs;

namespace Tarn.Transform.Tests.Artifacts;

/// <summary>The keys that dbt's schema of manifest.json (https://schemas.getdbt.com/dbt/manifest/v12.json) allows for each kind of resource: it refuses any other, and the document with it.</summary>
public sealed class ManifestKeysTests
{
    private const string All = "name resource_type package_name path original_file_path unique_id fqn";
    private const string Node = All + " alias schema database checksum";
    private const string AnyNode = Node + " build_path columns config config_call_dict created_at depends_on description doc_blocks docs group meta patch_path raw_code relation_name tags unrendered_config unrendered_config_call_dict";
    private const string Compiled = AnyNode + " _pre_injected_sql compiled compiled_code compiled_path contract extra_ctes extra_ctes_injected functions language metrics refs sources";

    private static readonly Dictionary<string, (string Needed, string Allowed)> Keys = new()
    {
        ["model"] = (Node, Compiled + " access constraints defer_relation deprecation_date latest_version primary_key time_spine version"),
        ["seed"] = (Node, AnyNode + " defer_relation root_path"),
        ["analysis"] = (Node, Compiled),
        ["test"] = (Node, Compiled),
        ["generic test"] = (Node + " test_metadata", Compiled + " attached_node column_name file_key_name test_metadata"),
        ["operation"] = (Node, Compiled + " index"),
        ["snapshot"] = (Node + " config", Compiled + " defer_relation"),
        ["source"] = (
            All + " schema database source_name source_description loader identifier",
            All + " schema database source_name source_description loader identifier columns config created_at description doc_blocks external freshness loaded_at_field loaded_at_query meta patch_path quoting "
            + "relation_name source_meta tags unrendered_config unrendered_database unrendered_schema"),
        ["exposure"] = (All + " type owner", All + " type owner config created_at depends_on description label maturity meta metrics refs sources tags unrendered_config url"),
        ["unit_test"] = (All + " model given expect", All + " model given expect checksum config created_at depends_on description overrides schema version versions"),
    };

    private static readonly (string, string)[] Project =
    [
        ("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: tarn\non-run-start: select 1\nmodels:\n  shop:\n    +pre-hook: select 1\n    +post-hook: [{sql: select 2, transaction: false}, select 3]\n"),
        ("seeds/orders.csv", "id,amount\n1,10\n"),
        ("models/totals.sql", "select id, amount from {{ ref('orders') }}"),
        ("models/held.sql", "select id from {{ source('raw', 'people') }}"),
        ("models/schema.yml", """
            sources:
              - {name: raw, tables: [{name: people}]}
            models:
              - name: totals
                columns: [{name: id, data_tests: [unique]}]
              - name: held
                config: {contract: {enforced: true}}
                constraints: [{type: primary_key, columns: [id]}]
                columns: [{name: id, data_type: integer}]
            unit_tests:
              - name: adds
                model: totals
                overrides: {vars: {limit: 3}}
                given: [{input: ref('orders'), rows: [{id: 1, amount: 2}]}]
                expect: {rows: [{id: 1, amount: 2}]}
            exposures:
              - {name: board, type: dashboard, owner: {name: Ann}, depends_on: [ref('totals')]}
            """),
        ("snapshots/past.yml", "snapshots:\n  - name: past\n    relation: source('raw', 'people')\n    config: {unique_key: id, strategy: check, check_cols: all}\n"),
        ("tests/none_negative.sql", "select * from {{ ref('totals') }} where amount < 0"),
        ("analyses/top.sql", "select * from {{ ref('totals') }}"),
    ];

    [Fact]
    public async Task Every_resource_has_the_keys_that_the_schema_asks_for_and_no_other()
    {
        var manifest = await ParseAsync();
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var resource in new[] { "nodes", "sources", "exposures", "unit_tests" }.SelectMany(group => manifest[group]!.AsObject()).Select(entry => entry.Value!.AsObject()))
        {
            var kind = resource.ContainsKey("test_metadata") ? "generic test" : (string)resource["resource_type"]!;
            kinds.Add(kind);
            var (needed, allowed) = Keys[kind];
            Assert.Empty(resource.Select(p => $"{kind}: {p.Key}").Except(allowed.Split(' ').Select(key => $"{kind}: {key}")));
            Assert.Empty(needed.Split(' ').Except(resource.Select(p => p.Key)));
        }

        Assert.Equal(Keys.Keys.Order(StringComparer.Ordinal), kinds);
    }

    [Fact]
    public async Task Hooks_are_objects_and_a_unit_test_has_its_rows()
    {
        var manifest = await ParseAsync();
        var config = manifest["nodes"]!["model.shop.totals"]!["config"]!;
        Assert.Equal("""[{"sql":"select 1","transaction":true,"index":null}]""", config["pre-hook"]!.ToJsonString());
        Assert.Equal("""[{"sql":"select 2","transaction":false,"index":null},{"sql":"select 3","transaction":true,"index":null}]""", config["post-hook"]!.ToJsonString());
        var test = Assert.Single(manifest["unit_tests"]!.AsObject()).Value!;
        Assert.Equal("totals", (string?)test["model"]);
        Assert.Equal("""{"vars":{"limit":3}}""", test["overrides"]!.ToJsonString());
        Assert.Equal("ref('orders')", (string?)test["given"]![0]!["input"]);
        Assert.Equal("""[{"id":1,"amount":2}]""", test["given"]![0]!["rows"]!.ToJsonString());
        Assert.Equal("""[{"id":1,"amount":2}]""", test["expect"]!["rows"]!.ToJsonString());
    }

    private static async Task<JsonNode> ParseAsync()
    {
        await using var project = await LakehouseProject.OpenAsync(Project);
        await project.MustRunAsync("parse");
        return JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(project.Folder, "target", "manifest.json")))!;
    }
}
