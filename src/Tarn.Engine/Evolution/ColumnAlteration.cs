using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Evolution;

/// <summary>The clauses of ALTER TABLE that change columns, as steps of a schema's evolution.</summary>
internal static class ColumnAlteration
{
    /// <summary>What can be said better with the user's text at hand than by the table format.</summary>
    public static void Check(StatementScope scope, Table table, AlterAction action)
    {
        foreach (var column in Named(action))
            if (table.Schema.FindField(column.ToString(), caseSensitive: false) is null)
                throw At(scope, EngineErrorKind.Binding, $"The table {table} has no column {column}. It has {string.Join(", ", table.Schema.Fields.Select(f => f.Name))}.", column.Start);
        switch (action)
        {
            case AlterAction.AddColumns add:
                foreach (var column in add.Columns) CheckAddition(scope, table, column);
                break;
            case AlterAction.SetDefault { Default: { } literal }:
                CheckDefault(scope, table, literal);
                break;
            case AlterAction.SetType type:
                TypeChange.Check(scope, table, type);
                break;
            case AlterAction.SetRequired { Required: true } required when !table.Metadata.Snapshots.IsEmpty && table.Schema.FindField(required.Column.ToString(), caseSensitive: false)!.IsOptional:
                throw At(
                    scope, EngineErrorKind.InvalidInput,
                    $"The column {required.Column} may hold nulls in this table's snapshots: Iceberg does not make an optional column required. {table} is as it was. "
                    + "Test it (not_null), or create a table that declares it NOT NULL and insert into that.", required.Column.Start);
        }
    }

    public static ImmutableArray<TableUpdate> Plan(StatementScope scope, AlterAction action, TableMetadata metadata)
    {
        var update = new SchemaUpdate([.. Changes(scope, action, metadata)])
        {
            CaseSensitive = false,
            // Where there never was a row, none can contradict.
            AllowsIncompatibleChanges = metadata.Snapshots.IsEmpty,
        };
        var updates = update.Plan(metadata);
        if (action is AlterAction.DropColumns && !updates.IsEmpty && EmptyStruct(update.Apply(metadata)) is { } empty)
            throw new EngineException(EngineErrorKind.InvalidInput, $"{empty} must keep a column. Nothing was changed.");
        return updates;
    }

    static IEnumerable<SchemaChange> Changes(StatementScope scope, AlterAction action, TableMetadata metadata)
    {
        switch (action)
        {
            case AlterAction.AddColumns add:
                return add.Columns.Where(c => !add.IfNotExists || metadata.Schema.FindField(c.Path.ToString(), caseSensitive: false) is null).Select(c => Addition(scope, c));
            case AlterAction.DropColumns drop:
                return drop.Columns.Where(c => !drop.IfExists || metadata.Schema.FindField(c.ToString(), caseSensitive: false) is not null).Select(c => new SchemaChange.DropField(c.ToString()));
            case AlterAction.IdentifierFields identifiers:
                ImmutableArray<string> paths = [.. identifiers.Columns.Select(c => c.ToString())];
                return [identifiers.Drop ? new SchemaChange.DropIdentifierFields(paths) : new SchemaChange.SetIdentifierFields(paths)];
            default:
                return [Change(scope, action, metadata)];
        }
    }

    static SchemaChange Change(StatementScope scope, AlterAction action, TableMetadata metadata) => action switch
    {
        AlterAction.RenameColumn rename => new SchemaChange.RenameField(rename.Column.ToString(), rename.NewName),
        AlterAction.SetType type => new SchemaChange.PromoteField(type.Column.ToString(), type.Type),
        AlterAction.SetRequired required => new SchemaChange.SetRequired(required.Column.ToString(), required.Required),
        AlterAction.SetComment comment => new SchemaChange.SetDoc(comment.Column.ToString(), comment.Comment),
        AlterAction.Move move => new SchemaChange.MoveField(move.Column.ToString(), Position(move.Place)),
        AlterAction.SetDefault value => new SchemaChange.SetDefault(
            value.Column.ToString(), value.Default?.ValueOf(metadata.Schema.FindField(value.Column.ToString(), caseSensitive: false)?.Type ?? IcebergType.Unknown, scope.Sql.Text)),
        _ => throw new System.Diagnostics.UnreachableException($"no change for {action.GetType().Name}"),
    };

    static SchemaChange.AddField Addition(StatementScope scope, ColumnAddition column)
    {
        var parent = column.Path.Parts.Length == 1 ? null : string.Join('.', column.Path.Parts[..^1]);
        return new SchemaChange.AddField(parent, column.Path.Last, column.Type)
        {
            Required = column.Options.Required,
            Doc = column.Options.Comment,
            Default = column.Options.Default?.ValueOf(column.Type, scope.Sql.Text),
            Position = column.Options.Place is { } place ? Position(place) : null,
        };
    }

    static FieldPosition Position(ColumnPlace place) => place.After is { } sibling ? new FieldPosition.After(sibling) : new FieldPosition.First();

    static ImmutableArray<ObjectName> Named(AlterAction action) => action switch
    {
        AlterAction.DropColumns { IfExists: false } drop => drop.Columns,
        AlterAction.RenameColumn rename => [rename.Column],
        AlterAction.SetType type => [type.Column],
        AlterAction.SetRequired required => [required.Column],
        AlterAction.SetComment comment => [comment.Column],
        AlterAction.Move move => [move.Column],
        AlterAction.SetDefault value => [value.Column],
        AlterAction.IdentifierFields identifiers => identifiers.Columns,
        _ => [],
    };

    static void CheckAddition(StatementScope scope, Table table, ColumnAddition column)
    {
        FormatVersionNeed.CheckAddition(scope, table, column);
        if (column.Options.Default is { Text: not null } literal) CheckDefault(scope, table, literal);
        if (column.Options.Required && column.Options.Default?.Text is null && !table.Metadata.Snapshots.IsEmpty)
            throw At(
                scope, EngineErrorKind.InvalidInput,
                $"The column {column.Path} cannot be NOT NULL without a DEFAULT: the rows that {table} has would have no value for it. {table} is as it was.", column.Path.Start);
    }

    static void CheckDefault(StatementScope scope, Table table, LiteralText literal)
    {
        if (table.Metadata.FormatVersion < 3)
            throw At(
                scope, EngineErrorKind.InvalidInput,
                $"DEFAULT needs format version 3, and {table} has {table.Metadata.FormatVersion}: ALTER TABLE {table} SET TBLPROPERTIES ('format-version' = '3') upgrades it.", literal.Offset);
    }

    static string? EmptyStruct(Schema schema) => schema.Fields.IsEmpty ? "A table"
        : schema.AllFields.FirstOrDefault(f => f.Type is StructType { Fields.IsEmpty: true }) is { } field ? $"The struct {schema.FindName(field.Id)}" : null;

    static EngineException At(StatementScope scope, EngineErrorKind kind, string message, int offset) => EngineException.At(kind, message, scope.Sql.Text, offset);
}
