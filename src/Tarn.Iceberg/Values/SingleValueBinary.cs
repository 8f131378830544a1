using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

/// <summary>Single values and bounds as bytes. Spec: Appendix D, "Binary single-value serialization".</summary>
public static class SingleValueBinary
{
    /// <summary>The NaN of other writers: without the sign that .NET's own constant carries.</summary>
    static readonly float CanonicalNaN = BitConverter.Int32BitsToSingle(0x7fc00000);

    public static byte[] Encode(IcebergType type, object value)
    {
        switch (type.Kind)
        {
            case TypeKind.Boolean:
                return [(bool)value ? (byte)1 : (byte)0];
            case TypeKind.Int or TypeKind.Date:
                var four = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(four, (int)value);
                return four;
            case TypeKind.Long or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs:
                var eight = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(eight, (long)value);
                return eight;
            case TypeKind.Float:
                var single = new byte[4];
                BinaryPrimitives.WriteSingleLittleEndian(single, float.IsNaN((float)value) ? CanonicalNaN : (float)value);
                return single;
            case TypeKind.Double:
                var number = new byte[8];
                BinaryPrimitives.WriteDoubleLittleEndian(number, double.IsNaN((double)value) ? CanonicalNaN : (double)value);
                return number;
            case TypeKind.Decimal:
                return ((IcebergDecimal)value).Unscaled.ToByteArray(isUnsigned: false, isBigEndian: true);
            case TypeKind.String:
                return Encoding.UTF8.GetBytes((string)value);
            case TypeKind.Uuid:
                return ((Guid)value).ToByteArray(bigEndian: true);
            case TypeKind.Fixed or TypeKind.Binary or TypeKind.Geometry or TypeKind.Geography:
                return (byte[])value;
            default:
                throw IcebergException.Unsupported($"Values of type {type} have no binary form");
        }
    }

    /// <summary>
    /// The value of a bound that was written for <paramref name="type"/> or for a type that was promoted to it since: an int's 4 bytes under long,
    /// a float's under double, a date's under timestamp (spec: "Schema Evolution", the table of inferred types).
    /// </summary>
    /// <exception cref="IcebergException">The bytes are no value of the type.</exception>
    public static object Decode(IcebergType type, ReadOnlySpan<byte> bytes)
    {
        switch (type.Kind)
        {
            case TypeKind.Boolean when bytes.Length >= 1:
                return bytes[0] != 0;
            case TypeKind.Int or TypeKind.Date when bytes.Length == 4:
                return BinaryPrimitives.ReadInt32LittleEndian(bytes);
            case TypeKind.Long or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs
                when bytes.Length is 4 or 8:
                return ReadLong(type.Kind, bytes);
            case TypeKind.Float when bytes.Length == 4:
                return BinaryPrimitives.ReadSingleLittleEndian(bytes);
            case TypeKind.Double when bytes.Length is 4 or 8:
                return ReadDouble(bytes);
            case TypeKind.Decimal when bytes.Length > 0:
                return new IcebergDecimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), ((DecimalType)type).Scale);
            case TypeKind.String:
                return Encoding.UTF8.GetString(bytes);
            case TypeKind.Uuid when bytes.Length == 16:
                return new Guid(bytes, bigEndian: true);
            case TypeKind.Fixed or TypeKind.Binary or TypeKind.Geometry or TypeKind.Geography:
                return bytes.ToArray();
            default:
                throw IcebergException.Corrupt($"{bytes.Length} bytes ({Convert.ToHexString(bytes[..Math.Min(16, bytes.Length)])}) are no value of type {type}");
        }
    }

    internal static long ReadLong(TypeKind kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 8) return BinaryPrimitives.ReadInt64LittleEndian(bytes);
        long small = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return kind switch
        {
            TypeKind.Long => small,
            TypeKind.Timestamp => small * TemporalText.MicrosPerDay,
            // A date beyond the nanosecond range saturates: the bound stays on the safe side of every value that exists.
            TypeKind.TimestampNs => (long)Int128.Clamp((Int128)small * TemporalText.NanosPerDay, long.MinValue, long.MaxValue),
            _ => throw IcebergException.Corrupt($"4 bytes are no value of type {kind}"),
        };
    }

    internal static double ReadDouble(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 8 ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes);
}
