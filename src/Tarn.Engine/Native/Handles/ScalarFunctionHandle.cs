using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_scalar_function</c>.</summary>
sealed class ScalarFunctionHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => ScalarFunctions.Destroy(ref handle);
}
