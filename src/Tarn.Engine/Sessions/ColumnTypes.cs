using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sessions;

/// <summary>What a query's column becomes in a table or view.</summary>
internal static class ColumnTypes
{
    /// <summary>The type that stores every value of <paramref name="type"/>; null where the format has none.</summary>
    /// <remarks>The query must be cast where the executor would write something else: 8- and 16-bit integers, unsigned ones, HUGEINT, JSON, ENUM.</remarks>
    public static IcebergType? Of(LogicalType type, ColumnIds ids) => type.Id switch
    {
        TypeId.Boolean => IcebergType.Boolean,
        TypeId.TinyInt or TypeId.SmallInt or TypeId.Integer or TypeId.UTinyInt or TypeId.USmallInt => IcebergType.Int,
        TypeId.BigInt or TypeId.UInteger => IcebergType.Long,
        TypeId.UBigInt => IcebergType.Decimal(20, 0),
        TypeId.HugeInt or TypeId.UHugeInt => IcebergType.Decimal(38, 0),
        TypeId.Float => IcebergType.Float,
        TypeId.Double => IcebergType.Double,
        TypeId.Decimal => IcebergType.Decimal(type.Width, type.Scale),
        TypeId.Date => IcebergType.Date,
        TypeId.Time => IcebergType.Time,
        TypeId.Timestamp or TypeId.TimestampS or TypeId.TimestampMs => IcebergType.Timestamp,
        TypeId.TimestampTz => IcebergType.Timestamptz,
        TypeId.TimestampNs => IcebergType.TimestampNs,
        TypeId.Varchar or TypeId.Enum => IcebergType.String,
        TypeId.Blob => IcebergType.Binary,
        TypeId.Uuid => IcebergType.Uuid,
        TypeId.Variant => IcebergType.Variant,
        TypeId.List or TypeId.Array => List(type, ids),
        TypeId.Map => Map(type, ids),
        TypeId.Struct => Struct(type, ids),
        _ => null,
    };

    /// <summary>As <see cref="Of"/>; what cannot be stored is named a string, since a view stores nothing.</summary>
    public static IcebergType OfView(LogicalType type, ColumnIds ids) => Of(type, ids) ?? IcebergType.String;

    static ListType? List(LogicalType type, ColumnIds ids)
    {
        var id = ids.Next();
        return Of(type.Fields[0].Type, ids) is { } element ? new ListType(id, element) : null;
    }

    static MapType? Map(LogicalType type, ColumnIds ids)
    {
        var (keyId, valueId) = (ids.Next(), ids.Next());
        return Of(type.Fields[0].Type, ids) is { } key && Of(type.Fields[1].Type, ids) is { } value ? new MapType(keyId, key, valueId, value) : null;
    }

    static StructType? Struct(LogicalType type, ColumnIds ids)
    {
        var fields = new List<NestedField>();
        foreach (var field in type.Fields)
        {
            var id = ids.Next();
            if (Of(field.Type, ids) is not { } inner) return null;
            fields.Add(new NestedField(id, field.Name, inner));
        }
        return new StructType([.. fields]);
    }
}
