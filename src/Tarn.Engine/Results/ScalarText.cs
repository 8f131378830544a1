using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>The exact text of a value of a type that is not nested and not stored as bytes: what stands in JSON (quoted there) and in CSV.</summary>
static class ScalarText
{
    /// <summary>Room for every value: a HUGEINT has 40 characters, a timestamp 48.</summary>
    public const int MaxLength = 64;

    /// <summary>The largest integer that every JSON reader keeps: 2^53.</summary>
    const long ExactDouble = 1L << 53;

    /// <summary>True for types whose JSON form is a number for some values.</summary>
    public static bool IsNumber(TypeId type) => type is TypeId.TinyInt or TypeId.SmallInt or TypeId.Integer or TypeId.BigInt or TypeId.HugeInt
        or TypeId.UTinyInt or TypeId.USmallInt or TypeId.UInteger or TypeId.UBigInt or TypeId.UHugeInt or TypeId.Float or TypeId.Double;

    /// <summary>True where the value can stand in JSON without quotes and come back exactly.</summary>
    public static bool IsExactJsonNumber(ColumnVector column, int row) => column.Type.Id switch
    {
        TypeId.TinyInt or TypeId.SmallInt or TypeId.Integer or TypeId.UTinyInt or TypeId.USmallInt or TypeId.UInteger => true,
        TypeId.BigInt => column.Values<long>()[row] is <= ExactDouble and >= -ExactDouble,
        TypeId.UBigInt => column.Values<ulong>()[row] <= ExactDouble,
        TypeId.HugeInt => Int128.Abs(Int128.Max(column.Values<Int128>()[row], -Int128.MaxValue)) <= ExactDouble,
        TypeId.UHugeInt => column.Values<UInt128>()[row] <= ExactDouble,
        TypeId.Float => float.IsFinite(column.Values<float>()[row]),
        TypeId.Double => double.IsFinite(column.Values<double>()[row]),
        _ => false,
    };

    /// <summary>Writes the text and returns its length.</summary>
    public static int Write(ColumnVector column, int row, Span<byte> target) => column.Type.Id switch
    {
        TypeId.Boolean => Ascii(column.Values<byte>()[row] != 0 ? "true" : "false", target),
        TypeId.TinyInt => Integer(column.Values<sbyte>()[row], target),
        TypeId.SmallInt => Integer(column.Values<short>()[row], target),
        TypeId.Integer => Integer(column.Values<int>()[row], target),
        TypeId.BigInt => Integer(column.Values<long>()[row], target),
        TypeId.UTinyInt => Integer(column.Values<byte>()[row], target),
        TypeId.USmallInt => Integer(column.Values<ushort>()[row], target),
        TypeId.UInteger => Integer(column.Values<uint>()[row], target),
        TypeId.UBigInt => Utf8Formatter.TryFormat(column.Values<ulong>()[row], target, out var length) ? length : 0,
        TypeId.HugeInt => Ascii(column.Values<Int128>()[row].ToString(CultureInfo.InvariantCulture), target),
        TypeId.UHugeInt => Ascii(column.Values<UInt128>()[row].ToString(CultureInfo.InvariantCulture), target),
        TypeId.Float => Float(column.Values<float>()[row], target),
        TypeId.Double => Double(column.Values<double>()[row], target),
        TypeId.Decimal => Decimal(ColumnValue.Unscaled(column, row), column.Type.Scale, target),
        TypeId.Date => TemporalText.Date(column.Values<int>()[row], target),
        TypeId.Time => TemporalText.Time(column.Values<long>()[row], target),
        TypeId.TimeNs => TemporalText.TimeNanos(column.Values<long>()[row], target),
        TypeId.TimeTz => TemporalText.TimeWithZone(column.Values<ulong>()[row], target),
        TypeId.Timestamp => TemporalText.Timestamp(column.Values<long>()[row], withZone: false, target),
        TypeId.TimestampTz => TemporalText.Timestamp(column.Values<long>()[row], withZone: true, target),
        TypeId.TimestampS => TemporalText.Timestamp(TemporalText.ToMicros(column.Values<long>()[row], 1_000_000), withZone: false, target),
        TypeId.TimestampMs => TemporalText.Timestamp(TemporalText.ToMicros(column.Values<long>()[row], 1000), withZone: false, target),
        TypeId.TimestampNs => TemporalText.TimestampNanos(column.Values<long>()[row], target),
        TypeId.Uuid => Utf8Formatter.TryFormat(ColumnValue.Uuid(column, row), target, out var length, 'D') ? length : 0,
        _ => throw new EngineException(EngineErrorKind.NotSupported, $"A value of type {column.Type} cannot be written yet; cast it to VARCHAR."),
    };

    static int Integer(long value, Span<byte> target) => Utf8Formatter.TryFormat(value, target, out var length) ? length : 0;

    static int Decimal(Int128 unscaled, byte scale, Span<byte> target)
    {
        // Most decimals of this world fit 64 bits; the long way is for the rest.
        if (unscaled != (long)unscaled || scale > 18) return Ascii(new DecimalValue(unscaled, DecimalValue.MaxWidth, scale).ToString(), target);
        Span<byte> digits = stackalloc byte[24];
        var value = (long)unscaled;
        var at = 0;
        if (value < 0) target[at++] = (byte)'-';
        _ = Utf8Formatter.TryFormat(value < 0 ? (ulong)-value : (ulong)value, digits, out var count);
        if (scale == 0)
        {
            digits[..count].CopyTo(target[at..]);
            return at + count;
        }
        var whole = Math.Max(count - scale, 0);
        if (whole == 0) target[at++] = (byte)'0';
        digits[..whole].CopyTo(target[at..]);
        at += whole;
        target[at++] = (byte)'.';
        for (var zeros = scale - count; zeros > 0; zeros--) target[at++] = (byte)'0';
        digits[whole..count].CopyTo(target[at..]);
        return at + count - whole;
    }

    static int Float(float value, Span<byte> target) =>
        float.IsFinite(value) ? value.TryFormat(target, out var length, "R", CultureInfo.InvariantCulture) ? length : 0 : Ascii(Special(value), target);

    static int Double(double value, Span<byte> target) =>
        double.IsFinite(value) ? value.TryFormat(target, out var length, "R", CultureInfo.InvariantCulture) ? length : 0 : Ascii(Special(value), target);

    static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    static int Ascii(string text, Span<byte> target) => Encoding.ASCII.GetBytes(text, target);
}
