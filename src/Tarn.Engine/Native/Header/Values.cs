using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Value Interface": what parameters and settings need; results are read from vectors.</summary>
static unsafe partial class Values
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_value")]
    public static partial void Destroy(ref nint value);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_varchar_length")]
    public static partial ValueHandle CreateVarchar(byte* text, ulong length);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_bool")]
    public static partial ValueHandle CreateBool([MarshalAs(UnmanagedType.U1)] bool input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_int8")]
    public static partial ValueHandle CreateInt8(sbyte input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_uint8")]
    public static partial ValueHandle CreateUInt8(byte input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_int16")]
    public static partial ValueHandle CreateInt16(short input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_uint16")]
    public static partial ValueHandle CreateUInt16(ushort input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_int32")]
    public static partial ValueHandle CreateInt32(int input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_uint32")]
    public static partial ValueHandle CreateUInt32(uint input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_int64")]
    public static partial ValueHandle CreateInt64(long input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_uint64")]
    public static partial ValueHandle CreateUInt64(ulong input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_hugeint")]
    public static partial ValueHandle CreateHugeInt(DuckDbHugeInt input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_uhugeint")]
    public static partial ValueHandle CreateUHugeInt(DuckDbHugeInt input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_decimal")]
    public static partial ValueHandle CreateDecimal(DuckDbDecimal input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_float")]
    public static partial ValueHandle CreateFloat(float input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_double")]
    public static partial ValueHandle CreateDouble(double input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_date")]
    public static partial ValueHandle CreateDate(int days);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_time")]
    public static partial ValueHandle CreateTime(long micros);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_time_tz_value")]
    public static partial ValueHandle CreateTimeTz(ulong bits);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_timestamp")]
    public static partial ValueHandle CreateTimestamp(long micros);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_timestamp_tz")]
    public static partial ValueHandle CreateTimestampTz(long micros);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_timestamp_s")]
    public static partial ValueHandle CreateTimestampSeconds(long seconds);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_timestamp_ms")]
    public static partial ValueHandle CreateTimestampMillis(long millis);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_timestamp_ns")]
    public static partial ValueHandle CreateTimestampNanos(long nanos);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_interval")]
    public static partial ValueHandle CreateInterval(Interval input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_blob")]
    public static partial ValueHandle CreateBlob(byte* data, ulong length);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_bit")]
    public static partial ValueHandle CreateBit(DuckDbByteString input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_uuid")]
    public static partial ValueHandle CreateUuid(DuckDbHugeInt input);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_null_value")]
    public static partial ValueHandle CreateNull();

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_list_value")]
    public static partial ValueHandle CreateList(LogicalTypeHandle childType, nint* values, ulong count);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_struct_value")]
    public static partial ValueHandle CreateStruct(LogicalTypeHandle type, nint* values);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_map_value")]
    public static partial ValueHandle CreateMap(LogicalTypeHandle type, nint* keys, nint* values, ulong count);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_get_varchar")]
    public static partial nint GetVarchar(ValueHandle value);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_is_null_value")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsNull(ValueHandle value);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_get_map_size")]
    public static partial ulong MapSize(ValueHandle value);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_get_map_key")]
    public static partial ValueHandle MapKey(ValueHandle value, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_get_map_value")]
    public static partial ValueHandle MapValue(ValueHandle value, ulong index);
}
