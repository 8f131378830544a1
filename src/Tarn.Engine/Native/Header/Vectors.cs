using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapters "Vector Interface" and "Validity Mask Functions". Vectors belong to their chunk: they are bare pointers that live as long as it does.</summary>
static unsafe partial class Vectors
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_get_data")]
    public static partial void* Data(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_get_validity")]
    public static partial ulong* Validity(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidityWritable(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_assign_string_element_len")]
    public static partial void AssignString(nint vector, ulong index, byte* text, ulong length);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_list_vector_get_child")]
    public static partial nint ListChild(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_list_vector_get_size")]
    public static partial ulong ListSize(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_list_vector_set_size")]
    public static partial DuckDbState SetListSize(nint vector, ulong size);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_list_vector_reserve")]
    public static partial DuckDbState ReserveList(nint vector, ulong capacity);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_struct_vector_get_child")]
    public static partial nint StructChild(nint vector, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_array_vector_get_child")]
    public static partial nint ArrayChild(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_vector")]
    public static partial nint Create(LogicalTypeHandle type, ulong capacity);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_vector")]
    public static partial void Destroy(ref nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_selection_vector")]
    public static partial nint CreateSelection(ulong size);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_selection_vector_get_data_ptr")]
    public static partial uint* SelectionData(nint selection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_selection_vector")]
    public static partial void DestroySelection(nint selection);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_copy_sel")]
    public static partial void Copy(nint source, nint target, nint selection, ulong count, ulong sourceOffset, ulong targetOffset);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_reference_vector")]
    public static partial void Reference(nint to, nint from);
}
