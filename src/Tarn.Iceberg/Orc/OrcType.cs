using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Iceberg.Orc;

/// <summary>A type of an ORC file's schema. Iceberg's own facts are in its attributes: specification, Appendix A, "ORC".</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Column">The number of its column: types are numbered from the root on, each before its children.</param>
public sealed record OrcType(OrcKind Kind, int Column)
{
    /// <summary>A struct's fields, a list's element, a map's key and value.</summary>
    public ImmutableArray<OrcType> Children { get; init; } = [];

    /// <summary>The names of a struct's fields.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Of a decimal: all its digits.</summary>
    public int Precision { get; init; }

    /// <summary>Of a decimal: the digits after the point.</summary>
    public int Scale { get; init; }

    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Iceberg's field id; null in files of writers that have none.</summary>
    public int? FieldId => int.TryParse(Attributes.GetValueOrDefault("iceberg.id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public bool IsTime => Kind is OrcKind.Long && Attributes.GetValueOrDefault("iceberg.long-type") == "TIME";

    public bool IsUuid => Kind is OrcKind.Binary && Attributes.GetValueOrDefault("iceberg.binary-type") == "UUID";

    public bool IsVariant => Kind is OrcKind.Struct && Attributes.GetValueOrDefault("iceberg.struct-type") == "VARIANT";

    /// <summary>Whether a timestamp counts nanoseconds instead of microseconds.</summary>
    public bool IsNanos => Attributes.GetValueOrDefault("iceberg.timestamp-unit") == "NANOS";
}
