namespace Tarn.Engine.Native.Header;

/// <summary><c>duckdb_state</c>.</summary>
enum DuckDbState
{
    Success = 0,
    Error = 1,
}
