using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Open Connect".</summary>
static partial class OpenConnect
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_open_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDbState Open(string? path, out DatabaseHandle database, ConfigHandle config, out nint error);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_close")]
    public static partial void Close(ref nint database);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_connect")]
    public static partial DuckDbState Connect(DatabaseHandle database, out ConnectionHandle connection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_interrupt")]
    public static partial void Interrupt(ConnectionHandle connection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_query_progress")]
    public static partial DuckDbQueryProgress QueryProgress(ConnectionHandle connection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(ref nint connection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_connection_get_arrow_options")]
    public static partial void GetArrowOptions(ConnectionHandle connection, out ArrowOptionsHandle options);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_arrow_options")]
    public static partial void DestroyArrowOptions(ref nint options);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_library_version")]
    public static partial nint LibraryVersion();
}
