using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Data Chunk Interface".</summary>
static unsafe partial class DataChunks
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_data_chunk")]
    public static partial DataChunkHandle Create(nint* types, ulong columnCount);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_data_chunk")]
    public static partial void Destroy(ref nint chunk);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_data_chunk_reset")]
    public static partial void Reset(DataChunkHandle chunk);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_data_chunk_get_column_count")]
    public static partial ulong ColumnCount(nint chunk);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint Vector(nint chunk, ulong column);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong Size(nint chunk);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_data_chunk_set_size")]
    public static partial void SetSize(DataChunkHandle chunk, ulong size);
}
