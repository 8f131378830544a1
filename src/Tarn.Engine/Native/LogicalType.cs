using System.Collections.Immutable;

namespace Tarn.Engine.Native;

/// <summary>A type of the executor with all its parts; prints as SQL and is equal to a type that prints the same.</summary>
public sealed class LogicalType : IEquatable<LogicalType>
{
    string? _text;

    LogicalType(TypeId id) => Id = id;

    public TypeId Id { get; }

    /// <summary>A name that the type goes by although it is stored as <see cref="Id"/>: <c>JSON</c> is a VARCHAR. Null for most.</summary>
    public string? Alias { get; private init; }

    /// <summary>Digits of a DECIMAL.</summary>
    public byte Width { get; private init; }

    /// <summary>Digits after the point of a DECIMAL.</summary>
    public byte Scale { get; private init; }

    /// <summary>Elements of an ARRAY.</summary>
    public int ArraySize { get; private init; }

    /// <summary>The parts: one of a LIST or ARRAY, key and value of a MAP, fields of a STRUCT, members of a UNION; empty otherwise.</summary>
    public ImmutableArray<TypeField> Fields { get; private init; } = [];

    /// <summary>The values of an ENUM in order of their codes.</summary>
    public ImmutableArray<string> EnumValues { get; private init; } = [];

    public bool IsNested => !Fields.IsEmpty || Id is TypeId.Struct;

    public static LogicalType Of(TypeId id) => new(id);

    public static LogicalType Json { get; } = new(TypeId.Varchar) { Alias = "JSON" };

    /// <summary>A VARIANT, whose parts are those that it is stored in: names, children, values with kinds and offsets, and bytes.</summary>
    public static LogicalType Variant { get; } = new(TypeId.Variant)
    {
        Fields =
        [
            new("keys", List(Of(TypeId.Varchar))),
            new("children", List(Struct(new("keys_index", Of(TypeId.UInteger)), new("values_index", Of(TypeId.UInteger))))),
            new("values", List(Struct(new("type_id", Of(TypeId.UTinyInt)), new("byte_offset", Of(TypeId.UInteger))))),
            new("data", Of(TypeId.Blob)),
        ],
    };

    public static LogicalType Decimal(byte width, byte scale) => new(TypeId.Decimal) { Width = width, Scale = scale };

    public static LogicalType List(LogicalType element) => new(TypeId.List) { Fields = [new("element", element)] };

    public static LogicalType Array(LogicalType element, int size) => new(TypeId.Array) { Fields = [new("element", element)], ArraySize = size };

    public static LogicalType Map(LogicalType key, LogicalType value) => new(TypeId.Map) { Fields = [new("key", key), new("value", value)] };

    public static LogicalType Struct(params ImmutableArray<TypeField> fields) => new(TypeId.Struct) { Fields = fields };

    public static LogicalType Union(params ImmutableArray<TypeField> members) => new(TypeId.Union) { Fields = members };

    public static LogicalType Enum(params ImmutableArray<string> values) => new(TypeId.Enum) { EnumValues = values };

    internal LogicalType Named(string? alias) => string.IsNullOrEmpty(alias)
        ? this
        : new(Id) { Alias = alias, Width = Width, Scale = Scale, ArraySize = ArraySize, Fields = Fields, EnumValues = EnumValues };

    /// <summary>The type as SQL spells it: <c>STRUCT(id BIGINT, "the name" VARCHAR)[]</c>.</summary>
    public override string ToString() => _text ??= Alias ?? Print();

    public bool Equals(LogicalType? other) => other is not null && Id == other.Id && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as LogicalType);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    string Print() => Id switch
    {
        TypeId.Decimal => $"DECIMAL({Width},{Scale})",
        TypeId.List => $"{Fields[0].Type}[]",
        TypeId.Array => $"{Fields[0].Type}[{ArraySize}]",
        TypeId.Map => $"MAP({Fields[0].Type}, {Fields[1].Type})",
        TypeId.Struct => $"STRUCT({PrintFields()})",
        TypeId.Union => $"UNION({PrintFields()})",
        TypeId.Enum => $"ENUM({string.Join(", ", EnumValues.Select(Identifiers.Literal))})",
        TypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        TypeId.TimeTz => "TIME WITH TIME ZONE",
        TypeId.TimestampS => "TIMESTAMP_S",
        TypeId.TimestampMs => "TIMESTAMP_MS",
        TypeId.TimestampNs => "TIMESTAMP_NS",
        TypeId.TimeNs => "TIME_NS",
        TypeId.SqlNull => "\"NULL\"",
        _ => Id.ToString().ToUpperInvariant(),
    };

    string PrintFields() => string.Join(", ", Fields.Select(f => $"{Identifiers.Quote(f.Name)} {f.Type}"));
}
