using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary><c>duckdb_query_progress_type</c>: the percentage is -1 while nothing can be told.</summary>
[StructLayout(LayoutKind.Sequential)]
struct DuckDbQueryProgress
{
    public double Percentage;
    public ulong RowsProcessed;
    public ulong TotalRowsToProcess;
}
