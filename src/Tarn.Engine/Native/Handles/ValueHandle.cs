using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_value</c>.</summary>
sealed class ValueHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => Values.Destroy(ref handle);
}
