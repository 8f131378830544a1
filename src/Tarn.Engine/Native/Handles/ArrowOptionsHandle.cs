using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_arrow_options</c>.</summary>
sealed class ArrowOptionsHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => OpenConnect.DestroyArrowOptions(ref handle);
}
