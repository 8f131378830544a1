using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_pending_result</c>.</summary>
sealed class PendingResultHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => PendingResults.Destroy(ref handle);
}
