using System.Text;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Writes;

/// <summary>The metrics of a data file as its columns' modes want them. Spec: "Data File Fields" and Appendix D.</summary>
sealed class DataFileMetrics
{
    /// <summary>From this length on the executor may have cut a text in its statistics (at 256 bytes): an upper bound must then be raised.</summary>
    const int MayBeCutBytes = 250;

    public Dictionary<int, long> ColumnSizes { get; } = [];

    public Dictionary<int, long> ValueCounts { get; } = [];

    public Dictionary<int, long> NullCounts { get; } = [];

    public Dictionary<int, long> NanCounts { get; } = [];

    public Dictionary<int, byte[]> LowerBounds { get; } = [];

    public Dictionary<int, byte[]> UpperBounds { get; } = [];

    /// <summary>Adds a leaf column; null statistics mean that the file says nothing of it.</summary>
    public void Add(Schema schema, NestedField field, MetricsMode mode, ColumnStatistics? statistics, InspectedColumn? inspected)
    {
        if (!mode.HasCounts || statistics is null) return;
        ColumnSizes[field.Id] = statistics.Bytes;
        // In lists and maps the file counts empty and null ones as null elements, so that its numbers say nothing of elements: the reference gives none either.
        if (schema.IsRepeated(field.Id)) return;
        ValueCounts[field.Id] = statistics.Values;
        NullCounts[field.Id] = statistics.Nulls;
        if (inspected is { } read && field.Type.Kind is TypeKind.Float or TypeKind.Double) NanCounts[field.Id] = inspected!.Value.Nans;
        if (mode.BoundLength == 0 || statistics.Nulls == statistics.Values) return;
        var (min, max) = FileInspection.IsNeeded(field) ? (inspected?.Min, inspected?.Max) : (statistics.Min, statistics.Max);
        if (min is not null && Lower(field.Type, min, mode.BoundLength) is { } lower) LowerBounds[field.Id] = lower;
        if (max is not null && Upper(field.Type, max, mode.BoundLength) is { } upper) UpperBounds[field.Id] = upper;
    }

    static byte[]? Lower(IcebergType type, string text, int length) => type.Kind switch
    {
        TypeKind.String => Encoding.UTF8.GetBytes(length == int.MaxValue ? text : BoundTruncation.Lower(text, length)),
        TypeKind.Binary or TypeKind.Fixed => BoundTruncation.Lower(Convert.FromHexString(text), length),
        _ => Encode(type, text, isUpper: false),
    };

    static byte[]? Upper(IcebergType type, string text, int length)
    {
        switch (type.Kind)
        {
            case TypeKind.String:
                var isCut = Encoding.UTF8.GetByteCount(text) >= MayBeCutBytes;
                var points = Math.Min(length, text.EnumerateRunes().Count());
                var bound = BoundTruncation.Upper(isCut ? text + "\uFFFF" : text, points);
                return bound is null ? null : Encoding.UTF8.GetBytes(bound);
            case TypeKind.Binary or TypeKind.Fixed:
                return BoundTruncation.Upper(Convert.FromHexString(text), length);
            default:
                return Encode(type, text, isUpper: true);
        }
    }

    /// <summary>Zeros of either sign: the lower bound is the negative one and the upper the positive, as the statistics do not tell which there were.</summary>
    static byte[]? Encode(IcebergType type, string text, bool isUpper) => StatisticsText.Parse(type, text) switch
    {
        null => null,
        0f => SingleValueBinary.Encode(type, isUpper ? 0f : -0f),
        0d => SingleValueBinary.Encode(type, isUpper ? 0d : -0d),
        var value => SingleValueBinary.Encode(type, value),
    };
}
