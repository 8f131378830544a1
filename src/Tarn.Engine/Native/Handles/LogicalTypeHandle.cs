using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_logical_type</c>.</summary>
sealed class LogicalTypeHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => LogicalTypes.Destroy(ref handle);
}
