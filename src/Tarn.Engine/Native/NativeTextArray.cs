using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tarn.Engine.Native;

/// <summary>C strings for the length of one call.</summary>
sealed class NativeTextArray(ImmutableArray<string> texts) : IDisposable
{
    public nint[] Pointers { get; } = [.. texts.Select(Marshal.StringToCoTaskMemUTF8)];

    public void Dispose()
    {
        foreach (var pointer in Pointers) Marshal.FreeCoTaskMem(pointer);
    }
}
