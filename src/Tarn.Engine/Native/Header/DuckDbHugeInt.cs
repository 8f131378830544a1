using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary><c>duckdb_hugeint</c> and <c>duckdb_uhugeint</c>: two words, the low one first, which is the layout of <see cref="Int128"/> on little-endian machines.</summary>
[StructLayout(LayoutKind.Sequential)]
struct DuckDbHugeInt
{
    public ulong Lower;
    public ulong Upper;

    public static DuckDbHugeInt From(Int128 value) => new() { Lower = (ulong)value, Upper = (ulong)(value >> 64) };

    public static DuckDbHugeInt From(UInt128 value) => new() { Lower = (ulong)value, Upper = (ulong)(value >> 64) };
}
