using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_extracted_statements</c>.</summary>
sealed class ExtractedStatementsHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => PreparedStatements.DestroyExtracted(ref handle);
}
