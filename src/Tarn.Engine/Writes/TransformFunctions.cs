using System.Buffers.Binary;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Writes;

/// <summary>Partition transforms that SQL cannot compute, as functions of an instance. Spec: "Partition Transforms".</summary>
public static class TransformFunctions
{
    internal const string Bucket = "__tarn_bucket";
    internal const string BucketDecimal = "__tarn_bucket_decimal";
    internal const string Truncate = "__tarn_truncate";
    internal const string TruncateDecimal = "__tarn_truncate_decimal";
    internal const string FloorDivide = "__tarn_floor_divide";

    static readonly LogicalType Width = LogicalType.Of(TypeId.Integer);
    static readonly LogicalType Long = LogicalType.Of(TypeId.BigInt);
    static readonly LogicalType Text = LogicalType.Of(TypeId.Varchar);
    static readonly LogicalType Bytes = LogicalType.Of(TypeId.Blob);

    public static void Install(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        instance.Register(
            new ScalarFunction(Bucket, [Width, Long], Width, BucketLong),
            new ScalarFunction(Bucket, [Width, Text], Width, BucketBytes),
            new ScalarFunction(Bucket, [Width, Bytes], Width, BucketBytes),
            new ScalarFunction(Bucket, [Width, LogicalType.Of(TypeId.Uuid)], Width, BucketUuid));
        instance.Register(new ScalarFunction(BucketDecimal, [Width, Text], Width, BucketOfDecimal));
        instance.Register(
            new ScalarFunction(Truncate, [Width, Width], Width, TruncateInt),
            new ScalarFunction(Truncate, [Width, Long], Long, TruncateLong),
            new ScalarFunction(Truncate, [Width, Text], Text, TruncateText),
            new ScalarFunction(Truncate, [Width, Bytes], Bytes, TruncateBytes));
        instance.Register(new ScalarFunction(TruncateDecimal, [Width, Text], Text, TruncateOfDecimal));
        instance.Register(new ScalarFunction(FloorDivide, [Long, Long], Long, DivideDown));
    }

    static void BucketLong(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var buckets = arguments.Values<int>(0);
        var values = arguments.Values<long>(1);
        var results = output.Values<int>();
        Span<byte> bytes = stackalloc byte[8];
        for (var i = 0; i < results.Length; i++)
        {
            if (given.IsNull(i)) continue;
            BinaryPrimitives.WriteInt64LittleEndian(bytes, values[i]);
            results[i] = (Murmur3.Hash(bytes) & int.MaxValue) % buckets[i];
        }
    }

    static void BucketBytes(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var buckets = arguments.Values<int>(0);
        var results = output.Values<int>();
        for (var i = 0; i < results.Length; i++)
            if (!given.IsNull(i)) results[i] = (Murmur3.Hash(given.Bytes(i)) & int.MaxValue) % buckets[i];
    }

    static void BucketUuid(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var buckets = arguments.Values<int>(0);
        var values = arguments.Values<Int128>(1);
        var results = output.Values<int>();
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < results.Length; i++)
        {
            if (given.IsNull(i)) continue;
            BinaryPrimitives.WriteInt128BigEndian(bytes, values[i] ^ (Int128.One << 127));
            results[i] = (Murmur3.Hash(bytes) & int.MaxValue) % buckets[i];
        }
    }

    static void BucketOfDecimal(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var buckets = arguments.Values<int>(0);
        var results = output.Values<int>();
        for (var i = 0; i < results.Length; i++)
        {
            if (given.IsNull(i)) continue;
            var value = IcebergDecimal.Parse(arguments.Text(1, i));
            results[i] = (Murmur3.Hash(IcebergType.Decimal(DecimalType.MaxPrecision, value.Scale), value) & int.MaxValue) % buckets[i];
        }
    }

    static void TruncateInt(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var widths = arguments.Values<int>(0);
        var values = arguments.Values<int>(1);
        var results = output.Values<int>();
        for (var i = 0; i < results.Length; i++)
            if (!given.IsNull(i)) results[i] = unchecked(values[i] - (int)(((values[i] % widths[i]) + (long)widths[i]) % widths[i]));
    }

    static void TruncateLong(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var widths = arguments.Values<int>(0);
        var values = arguments.Values<long>(1);
        var results = output.Values<long>();
        for (var i = 0; i < results.Length; i++)
            if (!given.IsNull(i)) results[i] = unchecked(values[i] - (((values[i] % widths[i]) + widths[i]) % widths[i]));
    }

    /// <summary>By code points, which in UTF-8 begin with every byte that is no continuation.</summary>
    static void TruncateText(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var widths = arguments.Values<int>(0);
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (given.IsNull(i)) continue;
            var text = given.Bytes(i);
            var (end, left) = (0, widths[i]);
            while (end < text.Length && ((text[end] & 0xC0) == 0x80 || left-- > 0)) end++;
            output.SetBytes(i, text[..end]);
        }
    }

    static void TruncateBytes(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var widths = arguments.Values<int>(0);
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (given.IsNull(i)) continue;
            var bytes = given.Bytes(i);
            output.SetBytes(i, bytes[..Math.Min(bytes.Length, widths[i])]);
        }
    }

    static void TruncateOfDecimal(FunctionArguments arguments, FunctionOutput output)
    {
        var given = arguments.Column(1);
        var widths = arguments.Values<int>(0);
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (given.IsNull(i)) continue;
            var value = IcebergDecimal.Parse(arguments.Text(1, i));
            var result = Transform.Truncate(widths[i]).Apply(IcebergType.Decimal(DecimalType.MaxPrecision, value.Scale), value);
            output.SetBytes(i, Encoding.ASCII.GetBytes(result!.ToString()!));
        }
    }

    static void DivideDown(FunctionArguments arguments, FunctionOutput output)
    {
        var values = arguments.Values<long>(0);
        var divisors = arguments.Values<long>(1);
        var dividend = arguments.Column(0);
        var divisor = arguments.Column(1);
        var results = output.Values<long>();
        for (var i = 0; i < results.Length; i++)
        {
            if (dividend.IsNull(i) || divisor.IsNull(i)) continue;
            var quotient = Math.DivRem(values[i], divisors[i], out var remainder);
            results[i] = remainder < 0 ? quotient - 1 : quotient;
        }
    }
}
