using Tarn.Engine.Sessions;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Changelog;

/// <summary><c>t.changes</c>: the rows that commits inserted and deleted. As in the reference it is raw: what copy-on-write carried over into a new file is among both, unless the options say otherwise.</summary>
internal static class ChangelogTable
{
    public const string Name = "changes";

    /// <summary>The query that stands for the changes.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="table">The table.</param>
    /// <param name="current">The state that the changes lead to where the options name none.</param>
    /// <param name="options">Which changes.</param>
    public static async Task<string> SqlAsync(StatementScope scope, Table table, Snapshot? current, ChangelogOptions options)
    {
        var identity = options.ComputesUpdates ? Identity(table, options) : [];
        var rows = await new ChangelogRows(scope, table).SqlAsync(await PlanAsync(scope, table, current, options).ConfigureAwait(false)).ConfigureAwait(false);
        var forms = new ChangelogForms(table.Schema);
        if (options.NetChanges) return forms.NetChanges(rows);
        if (options.ComputesUpdates) return forms.WithUpdates(forms.WithoutCarryovers(rows), identity);
        return options.RemoveCarryovers ? forms.WithoutCarryovers(rows) : rows;
    }

    static async Task<System.Collections.Immutable.ImmutableArray<FileChange>> PlanAsync(StatementScope scope, Table table, Snapshot? current, ChangelogOptions options)
    {
        if (ChangelogRange.Of(table.Metadata, current, options) is not { } range) return [];
        try
        {
            return await new ChangelogScan(table.Metadata, table.Store).PlanAsync(range.After, range.To, scope.Token).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.InvalidArgument or IcebergErrorKind.NoSuchSnapshot)
        {
            throw new EngineException(IcebergErrors.Translate(e).Kind, $"{e.Message}: {table} has no such history. SELECT * FROM {table}.snapshots shows what it has.", null, e);
        }
    }

    static List<NestedField> Identity(Table table, ChangelogOptions options)
    {
        var names = options.IdentifierColumns.IsDefault ? [.. table.Schema.IdentifierFieldIds.Select(id => table.Schema.FindName(id)!)] : options.IdentifierColumns;
        if (names.IsEmpty) throw new EngineException(EngineErrorKind.InvalidInput, "Cannot compute the update images because identifier columns are not set.");
        return [.. names.Select(name => Column(table.Schema, name) ?? throw new EngineException(EngineErrorKind.Binding, $"{table} has no column {name} that could identify rows."))];
    }

    static NestedField? Column(Schema schema, string name) => schema.Fields.FirstOrDefault(f => f.Name == name) ?? schema.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
