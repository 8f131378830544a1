using System.Collections.Immutable;
using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Security.Roles;

namespace Tarn.Engine.Dml;

/// <summary>MERGE WITH SCHEMA EVOLUTION, in the words of Spark and Delta: what the source has and the table lacks is added at the end, nested fields too, and types are promoted; in the commit that changes the rows.</summary>
internal sealed class MergeEvolution
{
    readonly Table _table;
    readonly ImmutableArray<SchemaChange>.Builder _changes = ImmutableArray.CreateBuilder<SchemaChange>();

    MergeEvolution(Table table) => _table = table;

    /// <summary>The table with the columns that the statement gives values to; the same table where it has them all.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="merge">It.</param>
    /// <param name="table">The table that it changes.</param>
    /// <param name="branch">Its branch.</param>
    /// <param name="source">The source's columns.</param>
    /// <exception cref="EngineException">A column can only take the source's values by something that is no promotion.</exception>
    public static Table Evolve(StatementScope scope, Statement.Merge merge, Table table, string branch, IReadOnlyList<TypeField> source)
    {
        var evolution = new MergeEvolution(table);
        var ids = new ColumnIds();
        foreach (var column in Assigned(merge, table.Schema, source))
            evolution.Take(null, table.Schema.Fields, new NestedField(ids.Next(), column.Name, TypeOf(column, ids)));
        if (evolution._changes.Count == 0) return table;
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(table.Identifier.Namespace.Levels, table.Identifier.Name));
        if (scope.Session.Transaction is not null)
            throw new EngineException(EngineErrorKind.NotSupported, $"The columns of {table} cannot change within a transaction, yet: COMMIT or ROLLBACK first, or add them before it begins. Nothing was changed.");
        try
        {
            var updates = new SchemaUpdate(evolution._changes.ToImmutable()) { CaseSensitive = false }.Plan(table.Metadata);
            return StagedTable.Evolving(scope, table, updates, branch);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.InvalidArgument or IcebergErrorKind.Unsupported)
        {
            throw new EngineException(IcebergErrors.Translate(e).Kind, $"{e.Message}. Nothing was changed.", null, e);
        }
    }

    /// <summary>All of the source's columns where a * takes them; else those that a SET or INSERT names and only the source has.</summary>
    static IEnumerable<TypeField> Assigned(Statement.Merge merge, Schema schema, IReadOnlyList<TypeField> source)
    {
        if (merge.Clauses.Any(c => c.Action is MergeAction.UpdateAll or MergeAction.InsertAll)) return source;
        var named = merge.Clauses.SelectMany(c => c.Action switch
        {
            MergeAction.Update update => update.Set.Where(a => a.Path.Length is 1 or 2).Select(a => a.Path[^1]),
            MergeAction.Insert insert => insert.Columns.Select(i => i.Name),
            _ => [],
        }).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return source.Where(c => named.Contains(c.Name) && schema.FindField(c.Name, caseSensitive: false) is null);
    }

    void Take(string? parent, ImmutableArray<NestedField> fields, NestedField incoming)
    {
        if (fields.FirstOrDefault(f => f.Name.Equals(incoming.Name, StringComparison.OrdinalIgnoreCase)) is { } known) Widen(Path(parent, known.Name), known.Type, incoming.Type);
        else _changes.Add(new SchemaChange.AddField(parent, incoming.Name, incoming.Type));
    }

    void Widen(string path, IcebergType current, IcebergType incoming)
    {
        switch (current, incoming)
        {
            case (StructType a, StructType b):
                foreach (var field in b.Fields) Take(path, a.Fields, field);
                return;
            case (ListType a, ListType b):
                Widen(Path(path, "element"), a.Element.Type, b.Element.Type);
                return;
            case (MapType a, MapType b):
                Widen(Path(path, "key"), a.Key.Type, b.Key.Type);
                Widen(Path(path, "value"), a.Value.Type, b.Value.Type);
                return;
            case var _ when current == incoming || ColumnAdditions.TakesWithoutLoss(current, incoming):
                return;
            case var _ when TypePromotion.IsAllowed(current, incoming, _table.Metadata.FormatVersion):
                _changes.Add(new SchemaChange.PromoteField(path, incoming));
                return;
            default:
                throw Refused(path, current, incoming);
        }
    }

    EngineException Refused(string path, IcebergType current, IcebergType incoming)
    {
        var (from, to) = (SqlTypeText.Of(current), SqlTypeText.Of(incoming));
        var instead = _table.Metadata.FormatVersion < 3 && TypePromotion.IsAllowed(current, incoming, 3)
            ? $"ALTER TABLE {_table} SET TBLPROPERTIES ('format-version' = '3') makes it one"
            : path.Contains('.', StringComparison.Ordinal) || current.IsNested ? "add another column for them"
            : $"ALTER TABLE {_table} ALTER COLUMN {path} TYPE {to} REWRITE rewrites the table";
        return new EngineException(
            EngineErrorKind.InvalidInput, $"Column \"{path}\" of {_table} is {from}, and the source has {to}, which is no promotion. Nothing was changed. Cast it to {from} in the source, or {instead}.");
    }

    static IcebergType TypeOf(TypeField column, ColumnIds ids) => ColumnTypes.Of(column.Type, ids)
        ?? throw new EngineException(EngineErrorKind.NotSupported, $"The source's column {column.Name} is {column.Type}, which no table can hold. Cast it in the source. Nothing was changed.");

    static string Path(string? parent, string name) => parent is null ? name : $"{parent}.{name}";
}
