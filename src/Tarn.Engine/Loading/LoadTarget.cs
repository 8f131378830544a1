using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Types;
using Tarn.Security.Identity;

namespace Tarn.Engine.Loading;

/// <summary>Finds, creates or widens the table that rows are loaded into.</summary>
sealed class LoadTarget(Lakehouse lakehouse, Principal principal)
{
    public static async Task<Table?> FindAsync(ICatalog catalog, TableIdentifier identifier, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.NoSuchTable or IcebergErrorKind.NoSuchNamespace)
        {
            return null;
        }
    }

    /// <summary>The table with all of the columns. It is created by the same statements that a person would use, with the same permissions and defaults.</summary>
    public async Task<Table> PrepareAsync(LoadRequest request, ImmutableArray<TypeField> columns, CancellationToken cancellationToken)
    {
        if (await FindAsync(lakehouse.Catalog, request.Table, cancellationToken).ConfigureAwait(false) is { } table)
            return await WidenAsync(table, columns, cancellationToken).ConfigureAwait(false);
        await using var session = lakehouse.OpenSession(principal);
        foreach (var statement in CreateStatements(request, columns))
            await using (await session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false))
            {
                // A definition gives no rows.
            }

        return await lakehouse.Catalog.LoadTableAsync(request.Table, cancellationToken).ConfigureAwait(false);
    }

    static IEnumerable<string> CreateStatements(LoadRequest request, ImmutableArray<TypeField> columns)
    {
        var levels = request.Table.Namespace.Levels;
        for (var depth = 1; depth <= levels.Length; depth++)
            yield return $"CREATE NAMESPACE IF NOT EXISTS {Dotted(levels[..depth])}";
        var definitions = string.Join(", ", columns.Select(c => $"{Identifiers.Quote(c.Name)} {c.Type}"));
        var partitioning = request.PartitionBy.IsEmpty ? "" : $" PARTITIONED BY ({string.Join(", ", request.PartitionBy)})";
        yield return $"CREATE TABLE IF NOT EXISTS {Dotted(levels.Add(request.Table.Name))} ({definitions}){partitioning}";
    }

    async Task<Table> WidenAsync(Table table, ImmutableArray<TypeField> columns, CancellationToken cancellationToken)
    {
        while (true)
        {
            var metadata = table.Metadata;
            var merged = ColumnAdditions.Merge(metadata.Schema, metadata.LastColumnId, metadata.FormatVersion, Incoming(columns));
            if (merged.SameAs(metadata.Schema)) return table;
            var outcome = await lakehouse.Catalog.CommitAsync(
                new TableCommit(
                    table.Identifier,
                    [new TableRequirement.AssertCurrentSchemaId(metadata.CurrentSchemaId), new TableRequirement.AssertLastAssignedFieldId(metadata.LastColumnId)],
                    [new TableUpdate.AddSchema(merged), new TableUpdate.SetCurrentSchema(-1)]),
                cancellationToken).ConfigureAwait(false);

            // After a conflict, and after an answer that was lost, the table itself says what is still missing.
            table = await table.RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (outcome is CommitOutcome.Unknown unknown && !table.Schema.SameAs(merged))
                throw new EngineException(EngineErrorKind.CommitUnknown, $"It is not known whether {table} has its new columns: the catalog did not answer. No rows were written; try again.", null, unknown.Cause);
        }
    }

    static ImmutableArray<NestedField> Incoming(ImmutableArray<TypeField> columns)
    {
        var ids = new ColumnIds();
        return
        [
            .. columns.Select(c => new NestedField(ids.Next(), c.Name, ColumnTypes.Of(c.Type, ids)
                ?? throw new EngineException(EngineErrorKind.NotSupported, $"The column \"{c.Name}\" is {c.Type}, which no table can hold. Nothing was written. Cast it in the source."))),
        ];
    }

    static string Dotted(IEnumerable<string> names) => string.Join('.', names.Select(Identifiers.Quote));
}
