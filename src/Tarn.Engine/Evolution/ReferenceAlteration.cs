using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Evolution;

/// <summary>CREATE, REPLACE and DROP of branches and tags.</summary>
internal static class ReferenceAlteration
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Table table, SnapshotRefChange change)
    {
        if (change is SnapshotRefChange.Create { Type: SnapshotRefType.Branch, SnapshotId: null } create && table.CurrentSnapshot is null && !table.Metadata.Refs.ContainsKey(create.Name))
            return await BranchOfNothingAsync(scope, table, create).ConfigureAwait(false);
        return await TableAlteration.CommitAsync(scope, table, change.Plan).ConfigureAwait(false);
    }

    /// <summary>A branch of a table without snapshots begins with an empty one of its own, as the reference has it; main stays without.</summary>
    static async Task<StatementResult> BranchOfNothingAsync(StatementScope scope, Table table, SnapshotRefChange.Create create)
    {
        var outcome = await SnapshotCommit.RunAsync(table, SnapshotChange.Append() with { Branch = create.Name }, scope.Lakehouse.Time, scope.Token).ConfigureAwait(false);
        TableAlteration.Demand(outcome, table);
        var now = table with { Metadata = ((CommitOutcome.Committed)outcome).Metadata };
        var head = now.Metadata.Refs[create.Name].SnapshotId;
        return await TableAlteration.CommitAsync(scope, now, (create with { SnapshotId = head, Existing = ExistingRef.Replace }).Plan).ConfigureAwait(false);
    }
}
