using System.Collections;
using System.Numerics;
using System.Text;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>Values of parameters: each .NET type that has one obvious SQL type.</summary>
/// <remarks>
/// null · bool · sbyte … ulong · Int128, UInt128, BigInteger (HUGEINT) · float, double · decimal and <see cref="DecimalValue"/> (DECIMAL) · string · byte[] (BLOB) · Guid (UUID) ·
/// DateOnly · TimeOnly · DateTime (TIMESTAMP; of kind Utc: TIMESTAMPTZ) · DateTimeOffset (TIMESTAMPTZ) · <see cref="Interval"/>, TimeSpan (INTERVAL) ·
/// IEnumerable (LIST of the type of its first value that is not null) · IReadOnlyDictionary&lt;string, object?&gt; (STRUCT).
/// </remarks>
static unsafe class ParameterValue
{
    const long TicksPerMicro = TimeSpan.TicksPerMicrosecond;

    public static ValueHandle Create(object? value) => value switch
    {
        null => Values.CreateNull(),
        bool v => Values.CreateBool(v),
        sbyte v => Values.CreateInt8(v),
        byte v => Values.CreateUInt8(v),
        short v => Values.CreateInt16(v),
        ushort v => Values.CreateUInt16(v),
        int v => Values.CreateInt32(v),
        uint v => Values.CreateUInt32(v),
        long v => Values.CreateInt64(v),
        ulong v => Values.CreateUInt64(v),
        Int128 v => Values.CreateHugeInt(DuckDbHugeInt.From(v)),
        UInt128 v => Values.CreateUHugeInt(DuckDbHugeInt.From(v)),
        BigInteger v => Huge(v),
        float v => Values.CreateFloat(v),
        double v => Values.CreateDouble(v),
        decimal v => Decimal(v),
        DecimalValue v => Values.CreateDecimal(new DuckDbDecimal { Width = v.Width, Scale = v.Scale, Value = DuckDbHugeInt.From(v.Unscaled) }),
        string v => Text(v),
        byte[] v => Blob(v),
        Guid v => Values.CreateUuid(Uuid(v)),
        DateOnly v => Values.CreateDate(v.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        TimeOnly v => Values.CreateTime(v.Ticks / TicksPerMicro),
        DateTimeOffset v => Values.CreateTimestampTz(Micros(v.UtcDateTime)),
        DateTime { Kind: DateTimeKind.Utc } v => Values.CreateTimestampTz(Micros(v)),
        DateTime v => Values.CreateTimestamp(Micros(v)),
        Interval v => Values.CreateInterval(v),
        TimeSpan v => Values.CreateInterval(new Interval(0, 0, v.Ticks / TicksPerMicro)),
        IReadOnlyDictionary<string, object?> v => Struct(v),
        IEnumerable v => List([.. v.Cast<object?>()]),
        _ => throw new EngineException(EngineErrorKind.InvalidInput, $"A parameter cannot be a {value.GetType().Name}."),
    };

    static long Micros(DateTime value) => (value.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicro;

    static ValueHandle Huge(BigInteger value) => value >= (BigInteger)Int128.MinValue && value <= (BigInteger)Int128.MaxValue
        ? Values.CreateHugeInt(DuckDbHugeInt.From((Int128)value))
        : throw new EngineException(EngineErrorKind.OutOfRange, $"The parameter {value} is beyond the 128 bits of HUGEINT.");

    static ValueHandle Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(value, bits);
        var magnitude = new Int128(0, (uint)bits[2]) << 64 | (Int128)(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (byte)((bits[3] >> 16) & 0xFF);
        var width = (byte)Math.Max(Int128.Abs(magnitude).ToString().Length, scale + 1);
        return Values.CreateDecimal(new DuckDbDecimal { Width = width, Scale = scale, Value = DuckDbHugeInt.From(bits[3] < 0 ? -magnitude : magnitude) });
    }

    static ValueHandle Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* pointer = bytes.Length == 0 ? new byte[1] : bytes) return Values.CreateVarchar(pointer, (ulong)bytes.Length);
    }

    static ValueHandle Blob(byte[] value)
    {
        fixed (byte* pointer = value.Length == 0 ? new byte[1] : value) return Values.CreateBlob(pointer, (ulong)value.Length);
    }

    static DuckDbHugeInt Uuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return new DuckDbHugeInt
        {
            Upper = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            Lower = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        };
    }

    static ValueHandle List(object?[] items)
    {
        using var child = TypeReader.Create(TypeOf(items.FirstOrDefault(i => i is not null)));
        var handles = Array.ConvertAll(items, Create);
        try
        {
            fixed (nint* pointers = Pointers(handles)) return Values.CreateList(child, pointers, (ulong)handles.Length);
        }
        finally
        {
            foreach (var handle in handles) handle.Dispose();
        }
    }

    static ValueHandle Struct(IReadOnlyDictionary<string, object?> fields)
    {
        using var type = TypeReader.Create(TypeOf(fields));
        var handles = fields.Values.Select(Create).ToArray();
        try
        {
            fixed (nint* pointers = Pointers(handles)) return Values.CreateStruct(type, pointers);
        }
        finally
        {
            foreach (var handle in handles) handle.Dispose();
        }
    }

    static nint[] Pointers(ValueHandle[] handles) => handles.Length == 0 ? [0] : Array.ConvertAll(handles, h => h.Pointer);

    static LogicalType TypeOf(object? value) => value switch
    {
        null => LogicalType.Of(TypeId.SqlNull),
        bool => LogicalType.Of(TypeId.Boolean),
        sbyte => LogicalType.Of(TypeId.TinyInt),
        byte => LogicalType.Of(TypeId.UTinyInt),
        short => LogicalType.Of(TypeId.SmallInt),
        ushort => LogicalType.Of(TypeId.USmallInt),
        int => LogicalType.Of(TypeId.Integer),
        uint => LogicalType.Of(TypeId.UInteger),
        long => LogicalType.Of(TypeId.BigInt),
        ulong => LogicalType.Of(TypeId.UBigInt),
        Int128 or BigInteger => LogicalType.Of(TypeId.HugeInt),
        UInt128 => LogicalType.Of(TypeId.UHugeInt),
        float => LogicalType.Of(TypeId.Float),
        double => LogicalType.Of(TypeId.Double),
        decimal v => LogicalType.Decimal(DecimalValue.MaxWidth, v.Scale),
        DecimalValue v => LogicalType.Decimal(v.Width, v.Scale),
        string => LogicalType.Of(TypeId.Varchar),
        byte[] => LogicalType.Of(TypeId.Blob),
        Guid => LogicalType.Of(TypeId.Uuid),
        DateOnly => LogicalType.Of(TypeId.Date),
        TimeOnly => LogicalType.Of(TypeId.Time),
        DateTimeOffset or DateTime { Kind: DateTimeKind.Utc } => LogicalType.Of(TypeId.TimestampTz),
        DateTime => LogicalType.Of(TypeId.Timestamp),
        Interval or TimeSpan => LogicalType.Of(TypeId.Interval),
        IReadOnlyDictionary<string, object?> v => LogicalType.Struct([.. v.Select(f => new TypeField(f.Key, TypeOf(f.Value)))]),
        IEnumerable v => LogicalType.List(TypeOf(v.Cast<object?>().FirstOrDefault(i => i is not null))),
        _ => throw new EngineException(EngineErrorKind.InvalidInput, $"A parameter cannot be a {value.GetType().Name}."),
    };
}
