using System.Runtime.InteropServices;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Error Data".</summary>
static partial class ErrorData
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_error_data_error_type")]
    public static partial DuckDbErrorType ErrorType(nint error);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_error_data_message")]
    public static partial nint Message(nint error);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_error_data_has_error")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool HasError(nint error);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_error_data")]
    public static partial void Destroy(ref nint error);
}
