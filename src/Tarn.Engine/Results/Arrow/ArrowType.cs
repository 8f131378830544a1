using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Arrow;

/// <summary>How the executor's types are written to Arrow.</summary>
static class ArrowType
{
    const short Micros = 2;
    const short Nanos = 3;

    /// <summary>
    /// Types that Arrow lacks: HUGEINT is a decimal of 38 digits (an error beyond them), UUID 16 bytes with Arrow's extension name, ENUM, BIT, BIGNUM and TIMETZ are text, and VARIANT is JSON.
    /// </summary>
    public static ArrowTypeId Of(LogicalType type) => type.Id switch
    {
        TypeId.SqlNull => ArrowTypeId.Null,
        TypeId.Boolean => ArrowTypeId.Bool,
        TypeId.TinyInt or TypeId.SmallInt or TypeId.Integer or TypeId.BigInt or TypeId.UTinyInt or TypeId.USmallInt or TypeId.UInteger or TypeId.UBigInt => ArrowTypeId.Int,
        TypeId.Float or TypeId.Double => ArrowTypeId.FloatingPoint,
        TypeId.HugeInt or TypeId.UHugeInt or TypeId.Decimal => ArrowTypeId.Decimal,
        TypeId.Varchar or TypeId.Enum or TypeId.Bit or TypeId.BigNum or TypeId.TimeTz or TypeId.Variant => ArrowTypeId.Utf8,
        TypeId.Blob or TypeId.Geometry => ArrowTypeId.Binary,
        TypeId.Date => ArrowTypeId.Date,
        TypeId.Time or TypeId.TimeNs => ArrowTypeId.Time,
        TypeId.Timestamp or TypeId.TimestampTz or TypeId.TimestampS or TypeId.TimestampMs or TypeId.TimestampNs => ArrowTypeId.Timestamp,
        TypeId.Interval => ArrowTypeId.Interval,
        TypeId.Uuid => ArrowTypeId.FixedSizeBinary,
        TypeId.List => ArrowTypeId.List,
        TypeId.Array => ArrowTypeId.FixedSizeList,
        TypeId.Struct => ArrowTypeId.Struct,
        TypeId.Map => ArrowTypeId.Map,
        TypeId.Union => ArrowTypeId.Union,
        _ => throw new EngineException(EngineErrorKind.NotSupported, $"Arrow output has no form for {type} yet; cast the column to a type that has one."),
    };

    /// <summary>The extension that a column's type means, for the field's metadata.</summary>
    public static string? Extension(LogicalType type) => type.Id is TypeId.Uuid ? "arrow.uuid" : type.Alias == "JSON" || type.Id is TypeId.Variant ? "arrow.json" : null;

    /// <summary>Writes the type's own table (Schema.fbs) and returns its offset.</summary>
    public static int Write(FlatBufferBuilder buffer, LogicalType type)
    {
        switch (Of(type))
        {
            case ArrowTypeId.Int: return Int(buffer, type);
            case ArrowTypeId.FloatingPoint: return Shorts(buffer, 1, (0, (short)(type.Id is TypeId.Float ? 1 : 2)));
            case ArrowTypeId.Decimal: return Decimal(buffer, type);
            case ArrowTypeId.Date: return Shorts(buffer, 1, (0, 0));
            case ArrowTypeId.Time: return Time(buffer, type.Id is TypeId.TimeNs ? Nanos : Micros);
            case ArrowTypeId.Timestamp: return Timestamp(buffer, type);
            case ArrowTypeId.Interval: return Shorts(buffer, 1, (0, 2));
            case ArrowTypeId.FixedSizeBinary: return OneInt(buffer, 16);
            case ArrowTypeId.FixedSizeList: return OneInt(buffer, type.ArraySize);
            case ArrowTypeId.Union: return Union(buffer, type);
            default:
                buffer.StartTable(1);
                return buffer.EndTable();
        }
    }

    static int Int(FlatBufferBuilder buffer, LogicalType type)
    {
        var (bits, signed) = type.Id switch
        {
            TypeId.TinyInt => (8, true),
            TypeId.SmallInt => (16, true),
            TypeId.Integer => (32, true),
            TypeId.BigInt => (64, true),
            TypeId.UTinyInt => (8, false),
            TypeId.USmallInt => (16, false),
            TypeId.UInteger => (32, false),
            _ => (64, false),
        };
        buffer.StartTable(2);
        buffer.Int(0, bits);
        buffer.Byte(1, signed ? (byte)1 : (byte)0);
        return buffer.EndTable();
    }

    static int Decimal(FlatBufferBuilder buffer, LogicalType type)
    {
        buffer.StartTable(3);
        buffer.Int(0, type.Id is TypeId.Decimal ? type.Width : DecimalValue.MaxWidth);
        buffer.Int(1, type.Id is TypeId.Decimal ? type.Scale : 0);
        buffer.Int(2, 128);
        return buffer.EndTable();
    }

    static int Time(FlatBufferBuilder buffer, short unit)
    {
        buffer.StartTable(2);
        buffer.Int(1, 64);
        buffer.Short(0, unit);
        return buffer.EndTable();
    }

    static int Timestamp(FlatBufferBuilder buffer, LogicalType type)
    {
        var zone = type.Id is TypeId.TimestampTz ? buffer.Text("UTC") : 0;
        buffer.StartTable(2);
        buffer.Reference(1, zone);
        buffer.Short(0, type.Id switch { TypeId.TimestampS => 0, TypeId.TimestampMs => 1, TypeId.TimestampNs => Nanos, _ => Micros });
        return buffer.EndTable();
    }

    /// <summary>A sparse union, whose type ids are the members' indexes.</summary>
    static int Union(FlatBufferBuilder buffer, LogicalType type)
    {
        var ids = buffer.Ints([.. Enumerable.Range(0, type.Fields.Length)]);
        buffer.StartTable(2);
        buffer.Reference(1, ids);
        buffer.Short(0, 0);
        return buffer.EndTable();
    }

    static int OneInt(FlatBufferBuilder buffer, int value)
    {
        buffer.StartTable(1);
        buffer.Int(0, value);
        return buffer.EndTable();
    }

    static int Shorts(FlatBufferBuilder buffer, int fields, (int Field, short Value) value)
    {
        buffer.StartTable(fields);
        buffer.Short(value.Field, value.Value);
        return buffer.EndTable();
    }
}
