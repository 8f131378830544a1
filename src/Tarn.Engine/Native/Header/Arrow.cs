using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Arrow Interface", the part that is not deprecated: chunks out as Arrow C data.</summary>
static unsafe partial class Arrow
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_to_arrow_schema")]
    public static partial nint ToSchema(ArrowOptionsHandle options, nint* types, nint* names, ulong columnCount, ArrowSchemaStruct* schema);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_data_chunk_to_arrow")]
    public static partial nint ToArray(ArrowOptionsHandle options, DataChunkHandle chunk, ArrowArrayStruct* array);
}
