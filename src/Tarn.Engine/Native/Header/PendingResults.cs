using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapters "Pending Result Interface" and "Streaming Result Interface".</summary>
static partial class PendingResults
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_pending_prepared")]
    public static partial DuckDbState Pending(PreparedStatementHandle statement, out PendingResultHandle pending);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_pending_prepared_streaming")]
    public static partial DuckDbState PendingStreaming(PreparedStatementHandle statement, out PendingResultHandle pending);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_pending")]
    public static partial void Destroy(ref nint pending);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_pending_error")]
    public static partial nint Error(PendingResultHandle pending);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_execute_pending")]
    public static partial DuckDbState Execute(PendingResultHandle pending, ResultHandle result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_fetch_chunk")]
    public static partial DataChunkHandle FetchChunk(DuckDbResultStruct result);
}
