using System.Collections.Immutable;
using Tarn.Engine.Scans;
using Tarn.Iceberg;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary>The column <c>readable_metrics</c>: a struct of the table's primitive columns by name, each with its counts and its bounds as values.</summary>
sealed class ReadableMetrics
{
    readonly ImmutableArray<NestedField> _fields;

    public ReadableMetrics(Schema schema)
    {
        _fields = [.. schema.AllFields.Where(f => f.Type.IsPrimitive && f.Type.Kind is not TypeKind.Variant).OrderBy(f => schema.FindName(f.Id), StringComparer.Ordinal)];
        // The executor does not tell cases apart.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Type = MetadataTable.Type(_fields.Select(f => (names.Add(schema.FindName(f.Id)!) ? schema.FindName(f.Id)! : $"{schema.FindName(f.Id)}#{f.Id}", (IcebergType)ColumnType(f))));
    }

    /// <summary>Without fields where the table has no primitive column: there is no such struct then.</summary>
    public StructType Type { get; }

    public object?[] Values(DataFile file) =>
        [.. _fields.Select(f => (object?[])
        [
            file.ColumnSizes[f.Id], file.ValueCounts[f.Id], file.NullValueCounts[f.Id], file.NanValueCounts[f.Id], Bound(f.Type, file.LowerBounds[f.Id]), Bound(f.Type, file.UpperBounds[f.Id]),
        ])];

    static StructType ColumnType(NestedField field) => MetadataTable.Type(
        ("column_size", Long), ("value_count", Long), ("null_value_count", Long), ("nan_value_count", Long), ("lower_bound", BoundType(field.Type)), ("upper_bound", BoundType(field.Type)));

    /// <summary>Bounds of shapes are points in a form of their own (spec: Appendix D).</summary>
    static IcebergType BoundType(IcebergType type) => type.Kind is TypeKind.Geometry or TypeKind.Geography ? Binary : type;

    static object? Bound(IcebergType type, ReadOnlyMemory<byte>? bound)
    {
        if (bound is not { } bytes || type.Kind is TypeKind.Unknown) return null;
        try
        {
            return ExecutorValues.Of(type, SingleValueBinary.Decode(BoundType(type), bytes.Span));
        }
        catch (IcebergException)
        {
            // A bound that another writer got wrong: the row's other columns show its bytes.
            return null;
        }
    }
}
