using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_connection</c>.</summary>
sealed class ConnectionHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => OpenConnect.Disconnect(ref handle);
}
