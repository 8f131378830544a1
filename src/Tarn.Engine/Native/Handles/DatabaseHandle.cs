using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_database</c>.</summary>
sealed class DatabaseHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => OpenConnect.Close(ref handle);
}
