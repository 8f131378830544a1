using Tarn.Iceberg.Json;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Types;

/// <summary>A field of a struct, or the element, key or value of a list or map; its id is unique in the schema and never reused.</summary>
public sealed record NestedField(int Id, string Name, IcebergType Type, bool Required = false)
{
    public string? Doc { get; init; }

    /// <summary>The value of rows written before the field was added, in memory form; null where there is none. Spec: "Default values".</summary>
    public object? InitialDefault { get; init; }

    /// <summary>The value for rows whose writer supplies none, in memory form; null where there is none. Spec: "Default values".</summary>
    public object? WriteDefault { get; init; }

    /// <summary>Members of the field's JSON that this library does not know.</summary>
    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public bool IsOptional => !Required;

    public bool Equals(NestedField? other) =>
        other is not null && Id == other.Id && Name == other.Name && Required == other.Required && Doc == other.Doc && Type == other.Type
        && ValueEquality.AreEqual(InitialDefault, other.InitialDefault) && ValueEquality.AreEqual(WriteDefault, other.WriteDefault);

    public override int GetHashCode() => HashCode.Combine(Id, Name, Required);

    public override string ToString() =>
        $"{Id}: {Name}: {(Required ? "required" : "optional")} {Type}{(Doc is null ? "" : $" ({Doc})")}";
}
