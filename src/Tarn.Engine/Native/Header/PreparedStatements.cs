using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapters "Prepared Statements" and "Extract Statements". Getters on a statement whose prepare failed throw through C and end the process.</summary>
static partial class PreparedStatements
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDbState Prepare(ConnectionHandle connection, string query, out PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void Destroy(ref nint statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepare_error")]
    public static partial nint Error(PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_nparams")]
    public static partial ulong ParameterCount(PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_parameter_name")]
    public static partial nint ParameterName(PreparedStatementHandle statement, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_param_logical_type")]
    public static partial LogicalTypeHandle ParameterType(PreparedStatementHandle statement, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_clear_bindings")]
    public static partial DuckDbState ClearBindings(PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepared_statement_type")]
    public static partial DuckDbStatementType StatementType(PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepared_statement_column_count")]
    public static partial ulong ColumnCount(PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepared_statement_column_name")]
    public static partial nint ColumnName(PreparedStatementHandle statement, ulong column);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepared_statement_column_logical_type")]
    public static partial LogicalTypeHandle ColumnLogicalType(PreparedStatementHandle statement, ulong column);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_extract_statements", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ulong Extract(ConnectionHandle connection, string query, out ExtractedStatementsHandle statements);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_extract_statements_error")]
    public static partial nint ExtractError(ExtractedStatementsHandle statements);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_prepare_extracted_statement")]
    public static partial DuckDbState PrepareExtracted(
        ConnectionHandle connection, ExtractedStatementsHandle statements, ulong index, out PreparedStatementHandle statement);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_extracted")]
    public static partial void DestroyExtracted(ref nint statements);
}
