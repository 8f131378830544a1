using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>A <c>duckdb_scalar_function_set</c>.</summary>
sealed class ScalarFunctionSetHandle : NativeHandle
{
    protected override void Destroy(ref nint handle) => ScalarFunctions.DestroySet(ref handle);
}
