using System.Runtime.InteropServices;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native.Handles;

/// <summary>Memory for a <c>duckdb_result</c>, zeroed, so that destroying one that no call has filled is harmless.</summary>
sealed unsafe class ResultHandle : SafeHandle
{
    public ResultHandle()
        : base(0, ownsHandle: true) => handle = (nint)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbResultStruct));

    public override bool IsInvalid => handle == 0;

    // SAFETY: the memory lives until ReleaseHandle; callers hold this object for the length of the call.
    public DuckDbResultStruct Value => *(DuckDbResultStruct*)handle;

    protected override bool ReleaseHandle()
    {
        QueryExecution.Destroy(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
