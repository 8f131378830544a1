using System.Collections.Immutable;

namespace Tarn.Iceberg.Types;

/// <summary>A tuple of named fields.</summary>
public sealed record StructType : IcebergType
{
    public StructType(params ImmutableArray<NestedField> fields) : base(TypeKind.Struct)
    {
        for (var i = 0; i < fields.Length; i++)
            for (var j = i + 1; fields.Length <= 16 && j < fields.Length; j++)
                if (fields[i].Name == fields[j].Name) throw Twice(fields[i].Name);
        if (fields.Length > 16)
        {
            var names = new HashSet<string>(fields.Length, StringComparer.Ordinal);
            foreach (var field in fields)
                if (!names.Add(field.Name)) throw Twice(field.Name);
        }
        Fields = fields;
    }

    public ImmutableArray<NestedField> Fields { get; }

    public override IReadOnlyList<NestedField> Children => Fields;

    public NestedField? Find(string name)
    {
        foreach (var field in Fields)
            if (field.Name == name) return field;
        return null;
    }

    public bool Equals(StructType? other) => other is not null && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Fields.Length == 0 ? 0 : HashCode.Combine(Fields.Length, Fields[0]);

    public override string ToString() => $"struct<{string.Join(", ", Fields)}>";

    static IcebergException Twice(string name) => IcebergException.Invalid($"Two fields of one struct are named '{name}'");
}

/// <summary>A list whose element field is named <c>element</c>.</summary>
public sealed record ListType : IcebergType
{
    public ListType(NestedField element) : base(TypeKind.List) => Element = element;

    public ListType(int elementId, IcebergType element, bool elementRequired = false)
        : this(new NestedField(elementId, "element", element, elementRequired))
    {
    }

    public NestedField Element { get; }

    public override IReadOnlyList<NestedField> Children => [Element];

    public override string ToString() => $"list<{Element.Type}>";
}

/// <summary>A map whose fields are named <c>key</c> (always required) and <c>value</c>.</summary>
public sealed record MapType : IcebergType
{
    public MapType(NestedField key, NestedField value) : base(TypeKind.Map) => (Key, Value) = (key, value);

    public MapType(int keyId, IcebergType key, int valueId, IcebergType value, bool valueRequired = false)
        : this(new NestedField(keyId, "key", key, Required: true), new NestedField(valueId, "value", value, valueRequired))
    {
    }

    public NestedField Key { get; }

    public NestedField Value { get; }

    public override IReadOnlyList<NestedField> Children => [Key, Value];

    public override string ToString() => $"map<{Key.Type}, {Value.Type}>";
}
