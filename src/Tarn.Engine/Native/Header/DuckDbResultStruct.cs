using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary><c>duckdb_result</c>: 48 bytes, of which only the last word is alive; passed by pointer in most calls and by value in four.</summary>
[StructLayout(LayoutKind.Sequential)]
struct DuckDbResultStruct
{
    public ulong DeprecatedColumnCount;
    public ulong DeprecatedRowCount;
    public ulong DeprecatedRowsChanged;
    public nint DeprecatedColumns;
    public nint DeprecatedErrorMessage;
    public nint InternalData;
}
