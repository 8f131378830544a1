using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary><c>struct ArrowArray</c> of Arrow's C data interface.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ArrowArrayStruct
{
    public long Length;
    public long NullCount;
    public long Offset;
    public long BufferCount;
    public long ChildCount;
    public void** Buffers;
    public ArrowArrayStruct** Children;
    public ArrowArrayStruct* Dictionary;
    public delegate* unmanaged[Cdecl]<ArrowArrayStruct*, void> Release;
    public void* PrivateData;
}
