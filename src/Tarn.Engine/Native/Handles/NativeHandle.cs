using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Handles;

/// <summary>A pointer that DuckDB gave us and wants back through a destroy function that takes its address.</summary>
abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <summary>The bare pointer, for arrays of handles: the caller keeps this object alive.</summary>
    public nint Pointer => handle;

    protected abstract void Destroy(ref nint handle);

    protected override bool ReleaseHandle()
    {
        var pointer = handle;
        Destroy(ref pointer);
        return true;
    }
}
