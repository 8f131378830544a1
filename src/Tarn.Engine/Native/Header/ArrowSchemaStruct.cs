using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary><c>struct ArrowSchema</c> of Arrow's C data interface.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ArrowSchemaStruct
{
    public byte* Format;
    public byte* Name;
    public byte* Metadata;
    public long Flags;
    public long ChildCount;
    public ArrowSchemaStruct** Children;
    public ArrowSchemaStruct* Dictionary;
    public delegate* unmanaged[Cdecl]<ArrowSchemaStruct*, void> Release;
    public void* PrivateData;
}
