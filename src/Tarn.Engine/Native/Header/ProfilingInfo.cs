using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Profiling Info": nodes belong to the connection and are valid until its next statement.</summary>
static partial class ProfilingInfo
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_get_profiling_info")]
    public static partial nint Get(ConnectionHandle connection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_profiling_info_get_metrics")]
    public static partial ValueHandle Metrics(nint node);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_profiling_info_get_child_count")]
    public static partial ulong ChildCount(nint node);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_profiling_info_get_child")]
    public static partial nint Child(nint node, ulong index);
}
