using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_prepared_statement</c>.</summary>
sealed class PreparedStatementHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => PreparedStatements.Destroy(ref handle);
}
