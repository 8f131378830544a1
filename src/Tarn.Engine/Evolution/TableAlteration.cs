using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Sorting;
using Tarn.Security.Roles;

namespace Tarn.Engine.Evolution;

/// <summary>ALTER TABLE. Each statement is one commit, planned anew on the table as others left it where they were faster.</summary>
internal static class TableAlteration
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.AlterTable alter)
    {
        var (levels, name) = scope.Session.Names.Complete(alter.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, name));
        if (alter.IfExists && await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false) is null) return StatementResult.Done(alter.Kind, $"There is no table {alter.Name}.");
        var table = await TableResolver.FindTableAsync(scope, levels, name, alter.Name.Start).ConfigureAwait(false);
        try
        {
            return await RunAsync(scope, alter, table).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.InvalidArgument or IcebergErrorKind.Unsupported or IcebergErrorKind.NoSuchSnapshot or IcebergErrorKind.AlreadyExists)
        {
            throw EngineException.At(IcebergErrors.Translate(e).Kind, $"{e.Message}. {table} is as it was.", scope.Sql.Text, alter.ActionStart, e);
        }
    }

    static Task<StatementResult> RunAsync(StatementScope scope, Statement.AlterTable alter, Table table)
    {
        switch (alter.Action)
        {
            case AlterAction.SetType { Rewrite: true } type when !TypeChange.IsPromotion(table.Metadata, type):
                return ColumnRewrite.RunAsync(scope, alter, table, type);
            case AlterAction.AddPartitionField or AlterAction.DropPartitionField or AlterAction.ReplacePartitionField:
                var partitions = PartitionChanges(scope, table, alter.Action);
                return CommitAsync(scope, table, partitions.Plan);
            case AlterAction.WriteOrder order:
                return CommitAsync(scope, table, metadata => OrderUpdates(scope, metadata, order));
            case AlterAction.SetProperties or AlterAction.UnsetProperties:
                return CommitAsync(scope, table, metadata => PropertyAlteration.Plan(scope, alter, metadata));
            case AlterAction.SetLocation location:
                var folder = Locations.Allowed(scope, location.Location, location.Offset, "LOCATION", $"{table} is as it was.");
                return CommitAsync(scope, table, metadata => metadata.Location == folder.TrimEnd('/') ? [] : [new TableUpdate.SetLocation(folder)]);
            case AlterAction.RenameTo rename:
                return Renaming.OfTableAsync(scope, alter, table, rename);
            case AlterAction.ChangeReference reference:
                return ReferenceAlteration.RunAsync(scope, table, reference.Change);
            default:
                ColumnAlteration.Check(scope, table, alter.Action);
                return CommitAsync(scope, table, metadata => ColumnAlteration.Plan(scope, alter.Action, metadata));
        }
    }

    /// <summary>Commits what the plan makes of the table's metadata.</summary>
    public static async Task<StatementResult> CommitAsync(StatementScope scope, Table table, Func<TableMetadata, ImmutableArray<TableUpdate>> plan)
    {
        Demand(await MetadataCommit.RunAsync(table, plan, scope.Lakehouse.Time, scope.Token).ConfigureAwait(false), table);
        return StatementResult.Done(StatementKind.AlterTable, $"Table {table} altered.");
    }

    public static void Demand(CommitOutcome outcome, Table table)
    {
        switch (outcome)
        {
            case CommitOutcome.Conflict conflict:
                throw new EngineException(EngineErrorKind.Conflict, $"{table} was not altered: {conflict.Reason.TrimEnd('.')}. Run the statement again.");
            case CommitOutcome.Unknown unknown:
                throw new EngineException(
                    EngineErrorKind.CommitUnknown, $"It is not known whether {table} was altered: the catalog did not answer. SHOW CREATE TABLE {table} tells.", null, unknown.Cause);
        }
    }

    static PartitionSpecUpdate PartitionChanges(StatementScope scope, Table table, AlterAction action) => new(action switch
    {
        AlterAction.AddPartitionField add => [new PartitionChange.AddField(Source(scope, add.Term), add.Name)],
        AlterAction.DropPartitionField drop => [Removal(scope, table, drop.Term)],
        AlterAction.ReplacePartitionField replace => [Removal(scope, table, replace.Term), new PartitionChange.AddField(Source(scope, replace.With), replace.Name)],
        _ => throw new System.Diagnostics.UnreachableException(),
    })
    {
        CaseSensitive = false,
    };

    /// <summary>A bare name that is no column's is the partition field's own, as in Spark.</summary>
    static PartitionChange Removal(StatementScope scope, Table table, PartitionTerm term) =>
        term.Transform == "identity" && table.Schema.FindField(term.Column, caseSensitive: false) is null
            ? new PartitionChange.RemoveField(term.Column)
            : new PartitionChange.RemoveSource(Source(scope, term));

    static PartitionSource Source(StatementScope scope, PartitionTerm term) => new(term.Column, TableDefinition.TransformOf(scope, term));

    static ImmutableArray<TableUpdate> OrderUpdates(StatementScope scope, TableMetadata metadata, AlterAction.WriteOrder order)
    {
        var keys = order.Order.Select(key => new SortKey(key.Term.Column, TableDefinition.TransformOf(scope, key.Term), key.Direction, key.NullOrder));
        var updates = SortKey.Plan(metadata, keys, caseSensitive: false);
        return metadata.Property(PropertyAlteration.DistributionMode) == order.Distribution
            ? updates
            : updates.Add(new TableUpdate.SetProperties(Iceberg.Json.StringMaps.Of((PropertyAlteration.DistributionMode, order.Distribution))));
    }
}
