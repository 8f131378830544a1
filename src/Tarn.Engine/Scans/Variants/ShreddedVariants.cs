using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;
using Tarn.Iceberg.Parquet;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Puts variants together from the groups that they are stored in (VariantShredding.md, "Reconstructing a Shredded Variant").</summary>
static class ShreddedVariants
{
    /// <param name="type">The group's type as the executor reads it.</param>
    /// <param name="group">Its values, as <see cref="Results.ColumnValue"/> gives them.</param>
    /// <returns>The value; the variant's null where the group has none.</returns>
    /// <exception cref="EngineException">The group contradicts itself.</exception>
    public static VariantValue Read(LogicalType type, object?[] group) => Read(type, group, (byte[])group[Place(type, "metadata")]!) ?? VariantValue.Null;

    /// <summary>Null for a field that the object does not have.</summary>
    static VariantValue? Read(LogicalType type, object?[] group, byte[] metadata)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var stored = Place(type, "value") is >= 0 and var v && group[v] is byte[] bytes ? new VariantDecoding(metadata).Read(bytes) : null;
        var place = type.Fields.Index().FirstOrDefault(f => f.Item.Name.StartsWith(VariantPredicates.Typed, StringComparison.Ordinal), (-1, default)).Index;
        if (place < 0 || group[place] is not { } typed) return stored;
        var typedAs = type.Fields[place];
        if (typedAs.Type.Id is TypeId.Struct) return Object(typedAs.Type, (object?[])typed, stored, metadata);
        if (stored is not null) throw Damaged("a value is stored twice");
        return typedAs.Type.Id is TypeId.List
            ? new VariantValue(VariantKind.Array, ((object?[])typed).Select(e => Read(typedAs.Type.Fields[0].Type, (object?[])e!, metadata) ?? VariantValue.Null).ToImmutableArray())
            : new VariantValue(Kind(typedAs, typed), typed);
    }

    /// <summary>The fields of the columns, and those beside them of other names.</summary>
    static VariantValue Object(LogicalType type, object?[] typed, VariantValue? stored, byte[] metadata)
    {
        if (stored is not (null or { Kind: VariantKind.Object })) throw Damaged("an object's further fields are no object");
        var members = new SortedDictionary<string, VariantValue>(StringComparer.Ordinal);
        foreach (var (name, value) in stored?.Members ?? []) members[name] = value;
        for (var i = 0; i < typed.Length; i++)
        {
            _ = members.Remove(type.Fields[i].Name);
            if (typed[i] is object?[] field && Read(type.Fields[i].Type, field, metadata) is { } value) members.Add(type.Fields[i].Name, value);
        }
        return new VariantValue(VariantKind.Object, members.ToImmutableArray());
    }

    static VariantKind Kind(TypeField field, object value) => field.Type.Id switch
    {
        TypeId.Boolean => (bool)value ? VariantKind.True : VariantKind.False,
        TypeId.TinyInt => VariantKind.Int8,
        TypeId.SmallInt => VariantKind.Int16,
        TypeId.Integer => VariantKind.Int32,
        TypeId.BigInt => VariantKind.Int64,
        TypeId.Float => VariantKind.Float,
        TypeId.Double => VariantKind.Double,
        TypeId.Decimal => VariantKind.Decimal,
        TypeId.Varchar => VariantKind.Varchar,
        TypeId.Blob => VariantKind.Blob,
        TypeId.Uuid => VariantKind.Uuid,
        TypeId.Date => VariantKind.Date,
        TypeId.Time => VariantKind.TimeMicros,
        TypeId.Timestamp => VariantKind.TimestampMicros,
        TypeId.TimestampTz => VariantKind.TimestampMicrosTz,
        TypeId.TimestampNs => field.Name.EndsWith(ParquetFooter.InstantMark, StringComparison.Ordinal) ? VariantKind.TimestampNanosTz : VariantKind.TimestampNanos,
        _ => throw Damaged($"a value is stored as {field.Type}"),
    };

    static int Place(LogicalType type, string name)
    {
        for (var i = 0; i < type.Fields.Length; i++)
            if (type.Fields[i].Name == name) return i;
        return -1;
    }

    static EngineException Damaged(string detail) => new(EngineErrorKind.Corrupt, $"Damaged variant data: {detail}.");
}
