using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary><c>duckdb_bit</c> and <c>duckdb_blob</c>: bytes and their count.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct DuckDbByteString
{
    public byte* Data;
    public ulong Size;
}
