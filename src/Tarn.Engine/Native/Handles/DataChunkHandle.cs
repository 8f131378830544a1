using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_data_chunk</c> that is ours to free.</summary>
sealed class DataChunkHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => DataChunks.Destroy(ref handle);
}
