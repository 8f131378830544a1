using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Configuration".</summary>
static partial class Configuration
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_config")]
    public static partial DuckDbState Create(out ConfigHandle config);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDbState Set(ConfigHandle config, string name, string option);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_config")]
    public static partial void Destroy(ref nint config);
}
