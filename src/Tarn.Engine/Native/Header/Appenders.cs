using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Appender", by chunks: the row-wise functions are slower and have a call a value.</summary>
static partial class Appenders
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDbState Create(ConnectionHandle connection, string? catalog, string? schema, string table, out AppenderHandle appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_column_count")]
    public static partial ulong ColumnCount(AppenderHandle appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_column_type")]
    public static partial LogicalTypeHandle ColumnType(AppenderHandle appender, ulong column);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_error_data")]
    public static partial nint Error(AppenderHandle appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_flush")]
    public static partial DuckDbState Flush(AppenderHandle appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_clear")]
    public static partial DuckDbState Clear(AppenderHandle appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_close")]
    public static partial DuckDbState Close(AppenderHandle appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_appender_destroy")]
    public static partial DuckDbState Destroy(ref nint appender);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_append_data_chunk")]
    public static partial DuckDbState AppendChunk(AppenderHandle appender, DataChunkHandle chunk);
}
