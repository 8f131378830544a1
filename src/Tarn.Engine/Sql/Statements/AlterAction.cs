using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sql.Statements;

/// <summary>What an ALTER TABLE or ALTER VIEW changes.</summary>
internal abstract record AlterAction
{
    private AlterAction()
    {
    }

    public sealed record AddColumns(ImmutableArray<ColumnAddition> Columns, bool IfNotExists) : AlterAction;

    public sealed record DropColumns(ImmutableArray<ObjectName> Columns, bool IfExists) : AlterAction;

    public sealed record RenameColumn(ObjectName Column, string NewName) : AlterAction;

    /// <param name="Column">The column.</param>
    /// <param name="Type">Its new type.</param>
    /// <param name="Rewrite">Also where it is no promotion: all rows are written anew.</param>
    public sealed record SetType(ObjectName Column, IcebergType Type, bool Rewrite) : AlterAction;

    public sealed record SetRequired(ObjectName Column, bool Required) : AlterAction;

    public sealed record SetComment(ObjectName Column, string Comment) : AlterAction;

    public sealed record Move(ObjectName Column, ColumnPlace Place) : AlterAction;

    /// <param name="Column">The column.</param>
    /// <param name="Default">Its default for later rows; null to have none.</param>
    public sealed record SetDefault(ObjectName Column, LiteralText? Default) : AlterAction;

    public sealed record IdentifierFields(ImmutableArray<ObjectName> Columns, bool Drop) : AlterAction;

    public sealed record AddPartitionField(PartitionTerm Term, string? Name) : AlterAction;

    public sealed record DropPartitionField(PartitionTerm Term) : AlterAction;

    public sealed record ReplacePartitionField(PartitionTerm Term, PartitionTerm With, string? Name) : AlterAction;

    /// <param name="Order">The keys; empty for none.</param>
    /// <param name="Distribution">Spark's <c>write.distribution-mode</c> that goes with it.</param>
    public sealed record WriteOrder(ImmutableArray<SortTerm> Order, string Distribution) : AlterAction;

    public sealed record SetProperties(ImmutableSortedDictionary<string, string> Properties) : AlterAction;

    public sealed record UnsetProperties(ImmutableArray<string> Keys, bool IfExists) : AlterAction;

    public sealed record SetLocation(string Location, int Offset) : AlterAction;

    public sealed record RenameTo(ObjectName NewName) : AlterAction;

    public sealed record ChangeReference(SnapshotRefChange Change) : AlterAction;
}

/// <summary>A column of ADD COLUMNS: its path, of which all but the last part name what it is added to.</summary>
internal sealed record ColumnAddition(ObjectName Path, IcebergType Type, ColumnOptions Options);

/// <summary><c>FIRST</c> (with <paramref name="After"/> null) or <c>AFTER column</c>.</summary>
internal sealed record ColumnPlace(string? After);

/// <summary>A key of ORDERED BY.</summary>
internal sealed record SortTerm(PartitionTerm Term, SortDirection Direction, NullOrder NullOrder);
