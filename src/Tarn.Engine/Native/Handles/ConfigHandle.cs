using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_config</c>.</summary>
sealed class ConfigHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => Configuration.Destroy(ref handle);
}
