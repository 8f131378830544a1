using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Encodes partition tuples as the optional fields of a manifest's <c>partition</c> struct.</summary>
internal static class PartitionEncoder
{
    public static void Write(AvroOutput output, StructType partitionType, PartitionTuple partition)
    {
        if (partition.Count != partitionType.Fields.Length)
            throw IcebergException.Invalid($"A file has {partition.Count} partition values where its spec has {partitionType.Fields.Length} fields");
        for (var i = 0; i < partition.Count; i++) WriteOptional(output, partitionType.Fields[i], partition[i]);
    }

    static void WriteOptional(AvroOutput output, NestedField field, object? value)
    {
        if (field.Type.Kind == TypeKind.Unknown)
        {
            if (value is not null) throw IcebergException.Invalid($"Partition field '{field.Name}' has no type, so its value must be null");
            return;
        }
        output.WriteLong(value is null ? 0 : 1);
        if (value is null) return;
        try
        {
            WriteValue(output, field.Type, value);
        }
        catch (InvalidCastException e)
        {
            throw new IcebergException(IcebergErrorKind.InvalidArgument, $"Partition field '{field.Name}' is {field.Type}, but its value is a {value.GetType().Name}", e);
        }
    }

    static void WriteValue(AvroOutput output, IcebergType type, object value)
    {
        switch (type.Kind)
        {
            case TypeKind.Boolean: output.WriteBoolean((bool)value); break;
            case TypeKind.Int or TypeKind.Date: output.WriteLong((int)value); break;
            case TypeKind.Float: output.WriteFloat((float)value); break;
            case TypeKind.Double: output.WriteDouble((double)value); break;
            case TypeKind.String: output.WriteString((string)value); break;
            case TypeKind.Binary: output.WriteBytes((byte[])value); break;
            case TypeKind.Uuid: output.WriteRaw(((Guid)value).ToByteArray(bigEndian: true)); break;
            case TypeKind.Fixed: WriteFixed(output, (FixedType)type, (byte[])value); break;
            case TypeKind.Decimal: WriteDecimal(output, (DecimalType)type, (IcebergDecimal)value); break;
            case TypeKind.Long or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs:
                output.WriteLong((long)value);
                break;
            default: throw IcebergException.Unsupported($"Values of type {type} cannot be partition values");
        }
    }

    /// <summary>
    /// With the length before it, against Avro's specification: Iceberg's Java library, and all engines on it, write it so and fail on a manifest without ("Length is negative"). Reading takes both:
    /// <see cref="ManifestEntryDecoder.DetectFixedEncoding"/>.
    /// </summary>
    static void WriteFixed(AvroOutput output, FixedType type, byte[] value)
    {
        if (value.Length != type.Length) throw IcebergException.Invalid($"A value of {value.Length} bytes is no {type}");
        output.WriteBytes(value);
    }

    static void WriteDecimal(AvroOutput output, DecimalType type, IcebergDecimal value)
    {
        Span<byte> bytes = stackalloc byte[AvroSchemaWriter.DecimalBytes(type.Precision)];
        bytes.Fill(value.Unscaled.Sign < 0 ? byte.MaxValue : (byte)0);
        var length = value.Unscaled.GetByteCount();
        if (length > bytes.Length || value.Scale != type.Scale) throw IcebergException.Invalid($"{value} is no {type}");
        value.Unscaled.TryWriteBytes(bytes[^length..], out _, isUnsigned: false, isBigEndian: true);
        output.WriteRaw(bytes);
    }
}
