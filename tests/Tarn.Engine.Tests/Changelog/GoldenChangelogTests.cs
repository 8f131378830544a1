using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Tests.Scans;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Metadata;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Changelog;

/// <summary>Changes of tables that the reference implementations wrote: with copy-on-write, position deletes, deletion vectors, equality deletes, rewritten files and upgraded versions.</summary>
public sealed class GoldenChangelogTests
{
    static readonly string[] Tables =
    [
        "cow_merge", "dv_merge", "eq_deletes_v2", "eq_deletes_v3", "eq_uuid_two_columns", "lineage_mor", "lineage_cow", "pos_deletes_file", "pos_deletes_partition", "upgrade_hadoop", "spec_evolution", "expired", "v1_basic", "manifests_rewritten",
    ];

    [SharedFact(GoldenTable.Needs)]
    public async Task A_state_and_the_changes_after_it_make_the_next_state()
    {
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [GoldenTable.Root] });
        await lakehouse.RunAsync("CREATE NAMESPACE golden");
        var problems = new StringBuilder();
        var steps = 0;
        foreach (var name in Tables)
        {
            var metadata = GoldenTable.Load(name).Metadata;
            await lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'golden.{name}', metadata_file => '{GoldenTable.Load(name).MetadataFile}')");
            var columns = string.Join(", ", metadata.Schema.Fields.Select(f => Identifiers.Quote(f.Name)));
            var states = metadata.AncestorsOf(metadata.CurrentSnapshotId!.Value).Where(s => metadata.SchemaOf(s).SameAs(metadata.Schema)).ToList();
            foreach (var (after, before) in states.Zip(states.Skip(1)).Where(p => p.First.ParentSnapshotId == p.Second.SnapshotId))
            {
                string Changes(string type, int sign) => $"SELECT {columns}, {sign} AS __n FROM golden.{name}.changes WITH ('start-snapshot-id' = {before.SnapshotId}, 'end-snapshot-id' = {after.SnapshotId}) WHERE _change_type = '{type}'";
                var differing = await lakehouse.RunAsync($"""
                    SELECT count(*) FROM (SELECT {columns} FROM (
                        SELECT {columns}, 1 AS __n FROM golden.{name} VERSION AS OF {before.SnapshotId} UNION ALL {Changes("INSERT", 1)} UNION ALL {Changes("DELETE", -1)}
                        UNION ALL SELECT {columns}, -1 AS __n FROM golden.{name} VERSION AS OF {after.SnapshotId}) GROUP BY ALL HAVING sum(__n) <> 0)
                    """);
                if (differing.Single is not 0L) problems.AppendLine($"{name} from {before.SnapshotId} to {after.SnapshotId} ({after.Operation}): {differing.Single} rows differ");
                steps++;
            }
        }
        Assert.True(problems.Length == 0, problems.ToString());
        Assert.True(steps > 60, $"only {steps} steps were made");
    }
}
