using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Helpers".</summary>
static partial class HelperFunctions
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_size")]
    public static partial ulong VectorSize();
}
