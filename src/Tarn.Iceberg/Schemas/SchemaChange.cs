using System.Collections.Immutable;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>One step of a schema's evolution. Paths are dotted names, as <see cref="Schema.FindField(string, bool)"/> takes them. Spec: "Schema Evolution".</summary>
public abstract record SchemaChange
{
    private SchemaChange()
    {
    }

    /// <summary>A new field with an id of its own, and new ids for all fields inside it.</summary>
    /// <param name="Parent">The struct that it goes into, or the list or map whose elements or values are structs; null for a column.</param>
    /// <param name="Name">Its name, which may hold dots.</param>
    /// <param name="Type">Its type; ids inside are provisional.</param>
    public sealed record AddField(string? Parent, string Name, IcebergType Type) : SchemaChange
    {
        public bool Required { get; init; }

        public string? Doc { get; init; }

        /// <summary>Both defaults in memory form: what rows have that were written before, and what later ones get that bring no value. Null for none.</summary>
        public object? Default { get; init; }

        /// <summary>Null for the end.</summary>
        public FieldPosition? Position { get; init; }
    }

    public sealed record DropField(string Path) : SchemaChange;

    public sealed record RenameField(string Path, string NewName) : SchemaChange;

    /// <summary>Another primitive type that every value of the present one has a place in.</summary>
    public sealed record PromoteField(string Path, IcebergType Type) : SchemaChange;

    /// <summary>A column of another type in the place of one: the name stays, the id does not, so that files that have the old one must be rewritten.</summary>
    public sealed record ReplaceColumn(string Path, IcebergType Type) : SchemaChange;

    public sealed record MoveField(string Path, FieldPosition Position) : SchemaChange;

    public sealed record SetRequired(string Path, bool Required) : SchemaChange;

    public sealed record SetDoc(string Path, string? Doc) : SchemaChange;

    /// <summary>Sets the default of later rows; that of rows written before the field was added never changes.</summary>
    public sealed record SetDefault(string Path, object? Value) : SchemaChange;

    /// <summary>The fields that identify a row; none for none.</summary>
    public sealed record SetIdentifierFields(ImmutableArray<string> Paths) : SchemaChange;

    /// <summary>Takes fields out of those that identify a row.</summary>
    public sealed record DropIdentifierFields(ImmutableArray<string> Paths) : SchemaChange;
}
