using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_appender</c>.</summary>
sealed class AppenderHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => _ = Appenders.Destroy(ref handle);
}
