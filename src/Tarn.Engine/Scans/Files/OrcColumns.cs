using Tarn.Engine.Native;
using Tarn.Iceberg.Orc;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Scans.Files;

/// <summary>The columns of an ORC file for the executor: a type for each, and values in the form that <see cref="ColumnWriter"/> takes. Spec: Appendix A, "ORC".</summary>
static class OrcColumns
{
    /// <exception cref="EngineException">The file holds what cannot be read.</exception>
    public static CopiedRows RowsOf(OrcFile file)
    {
        var types = file.Root.Children;
        return new CopiedRows(
            [.. types.Select((type, i) => new CopiedColumn(file.Root.Names[i], TypeOf(type), name => FieldIds(name, type)))],
            file.Rows().Select(row => row.Select((value, i) => Value(types[i], value)).ToArray()));
    }

    static LogicalType TypeOf(OrcType type) => type.Kind switch
    {
        OrcKind.Struct => StructOf(type),
        OrcKind.List => LogicalType.List(TypeOf(type.Children[0])),
        OrcKind.Map => LogicalType.Map(TypeOf(type.Children[0]), TypeOf(type.Children[1])),
        OrcKind.Decimal => type.Precision is >= 1 and <= DecimalValue.MaxWidth && type.Scale <= type.Precision
            ? LogicalType.Decimal((byte)type.Precision, (byte)type.Scale)
            : throw new EngineException(EngineErrorKind.Corrupt, $"An ORC file has a decimal of {type.Precision} digits, {type.Scale} of them after the point."),
        OrcKind.Union => throw new EngineException(EngineErrorKind.NotSupported, "Columns of ORC files that are unions cannot be read: no table has such a type."),
        _ => LogicalType.Of(ScalarOf(type)),
    };

    static TypeId ScalarOf(OrcType type) => type.Kind switch
    {
        OrcKind.Boolean => TypeId.Boolean,
        OrcKind.Byte or OrcKind.Short or OrcKind.Int => TypeId.Integer,
        OrcKind.Long => type.IsTime ? TypeId.Time : TypeId.BigInt,
        OrcKind.Float => TypeId.Float,
        OrcKind.Double => TypeId.Double,
        OrcKind.Date => TypeId.Date,
        OrcKind.Timestamp => type.IsNanos ? TypeId.TimestampNs : TypeId.Timestamp,
        OrcKind.TimestampInstant => type.IsNanos ? TypeId.TimestampNs : TypeId.TimestampTz,
        OrcKind.Binary => type.IsUuid ? TypeId.Uuid : TypeId.Blob,
        _ => TypeId.Varchar,
    };

    static LogicalType StructOf(OrcType type)
    {
        if (type.IsVariant) throw new EngineException(EngineErrorKind.NotSupported, "Variant columns of ORC files cannot be read yet.");
        var names = SiblingNames.Apart(type.Names);
        return LogicalType.Struct(type.Children.IsEmpty ? [new TypeField(NamesApart.NoField, LogicalType.Of(TypeId.Boolean))] : [.. type.Children.Select((child, i) => new TypeField(names[i], TypeOf(child)))]);
    }

    static string? FieldIds(string name, OrcType type)
    {
        if (type.FieldId is not { } id) return null;
        var children = type.Kind switch
        {
            OrcKind.Struct => SiblingNames.Apart(type.Names).Zip(type.Children, FieldIds).ToList(),
            OrcKind.List => [FieldIds("element", type.Children[0])],
            OrcKind.Map => [FieldIds("key", type.Children[0]), FieldIds("value", type.Children[1])],
            _ => [],
        };
        return CopiedColumn.FieldIdsOf(name, id, children);
    }

    static object? Value(OrcType type, object? value) => value switch
    {
        IcebergDecimal d => new DecimalValue((Int128)d.Unscaled, (byte)type.Precision, (byte)type.Scale),
        StructValue when type.Children.IsEmpty => new object?[] { null },
        StructValue s => type.Children.Select((child, i) => Value(child, s.Fields[i].Value)).ToArray(),
        ListValue l => l.Elements.Select(e => Value(type.Children[0], e)).ToArray(),
        MapValue m => m.Keys.Select((k, i) => KeyValuePair.Create(Value(type.Children[0], k), Value(type.Children[1], m.Values[i]))).ToArray(),
        _ => value,
    };
}
