namespace Tarn.Engine.Native.Header;

/// <summary><c>duckdb_result_type</c>.</summary>
enum DuckDbResultType
{
    Invalid = 0,
    ChangedRows = 1,
    Nothing = 2,
    QueryResult = 3,
}
