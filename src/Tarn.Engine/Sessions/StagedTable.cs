using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Sessions;

/// <summary>A table that one commit will create or replace together with its first rows. Until then nobody else sees anything of it.</summary>
internal static class StagedTable
{
    /// <summary>A new table, in the folder that the catalog chose for it unless the creation names one.</summary>
    public static async Task<Table> NewAsync(StatementScope scope, TableCreation creation)
    {
        var staged = await scope.Lakehouse.Catalog.StageTableAsync(creation, scope.Token).ConfigureAwait(false);
        var updates = NewTable.Create(creation, staged.TableUuid ?? Guid.NewGuid(), staged.Location);
        return Staged(scope, creation.Identifier, null, [new TableRequirement.AssertCreate()], updates);
    }

    /// <summary>The same table with another schema and no rows; its history stays reachable by snapshot id.</summary>
    public static Table Replacing(StatementScope scope, Table current, TableCreation creation)
    {
        ImmutableArray<TableRequirement> requirements =
            [new TableRequirement.AssertTableUuid(current.Metadata.TableUuid ?? Guid.Empty), new TableRequirement.AssertRefSnapshotId(SnapshotRef.MainBranch, current.Metadata.CurrentSnapshotId)];
        return Staged(scope, current.Identifier, current, requirements, NewTable.Replace(current.Metadata, creation));
    }

    /// <summary>The same table with changes of its metadata that one commit will bring together with new rows.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="current">The table.</param>
    /// <param name="updates">The changes.</param>
    /// <param name="branch">Where the rows go: its state must still be the one that they were made of.</param>
    public static Table Evolving(StatementScope scope, Table current, ImmutableArray<TableUpdate> updates, string branch = SnapshotRef.MainBranch)
    {
        var head = branch == SnapshotRef.MainBranch ? current.Metadata.CurrentSnapshotId : current.Metadata.SnapshotOfRef(branch)?.SnapshotId;
        var requirements = TableRequirements.For(current.Metadata, updates).Add(new TableRequirement.AssertRefSnapshotId(branch, head));
        return Staged(scope, current.Identifier, current, requirements, updates);
    }

    static Table Staged(
        StatementScope scope, TableIdentifier identifier, Table? current, ImmutableArray<TableRequirement> requirements, ImmutableArray<TableUpdate> updates)
    {
        var lakehouse = scope.Lakehouse;
        var metadata = new TableMetadataBuilder(current?.Metadata, current?.MetadataLocation, lakehouse.Time).Apply(updates).Build();
        return new Table(identifier, metadata, current?.MetadataLocation ?? "", new StagedCatalog(lakehouse.Catalog, requirements, updates), lakehouse.Store);
    }
}
