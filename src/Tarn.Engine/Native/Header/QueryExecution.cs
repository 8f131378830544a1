using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Query Execution", without what is deprecated and without <c>duckdb_rows_changed</c>, which reads a streaming result as if it were materialized.</summary>
static partial class QueryExecution
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDbState Query(ConnectionHandle connection, string query, ResultHandle result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_result")]
    public static partial void Destroy(nint result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_column_name")]
    public static partial nint ColumnName(ResultHandle result, ulong column);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_column_logical_type")]
    public static partial LogicalTypeHandle ColumnLogicalType(ResultHandle result, ulong column);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_column_count")]
    public static partial ulong ColumnCount(ResultHandle result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_result_error")]
    public static partial nint Error(ResultHandle result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_result_error_type")]
    public static partial DuckDbErrorType ErrorType(ResultHandle result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_result_return_type")]
    public static partial DuckDbResultType ReturnType(DuckDbResultStruct result);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_result_is_streaming")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsStreaming(DuckDbResultStruct result);
}
