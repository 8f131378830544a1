using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Logical Type Interface".</summary>
static unsafe partial class LogicalTypes
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_logical_type")]
    public static partial LogicalTypeHandle Create(TypeId type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_vector_get_column_type")]
    public static partial LogicalTypeHandle OfVector(nint vector);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_logical_type_get_alias")]
    public static partial nint Alias(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_list_type")]
    public static partial LogicalTypeHandle CreateList(LogicalTypeHandle child);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_array_type")]
    public static partial LogicalTypeHandle CreateArray(LogicalTypeHandle child, ulong size);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_map_type")]
    public static partial LogicalTypeHandle CreateMap(LogicalTypeHandle key, LogicalTypeHandle value);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_union_type")]
    public static partial LogicalTypeHandle CreateUnion(nint* memberTypes, nint* memberNames, ulong count);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_struct_type")]
    public static partial LogicalTypeHandle CreateStruct(nint* memberTypes, nint* memberNames, ulong count);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_enum_type")]
    public static partial LogicalTypeHandle CreateEnum(nint* memberNames, ulong count);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_decimal_type")]
    public static partial LogicalTypeHandle CreateDecimal(byte width, byte scale);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_get_type_id")]
    public static partial TypeId Id(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_enum_dictionary_size")]
    public static partial uint EnumSize(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial nint EnumValue(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_list_type_child_type")]
    public static partial LogicalTypeHandle ListChild(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_array_type_child_type")]
    public static partial LogicalTypeHandle ArrayChild(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_array_type_array_size")]
    public static partial ulong ArraySize(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_map_type_key_type")]
    public static partial LogicalTypeHandle MapKey(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_map_type_value_type")]
    public static partial LogicalTypeHandle MapValue(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_struct_type_child_count")]
    public static partial ulong StructChildCount(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_struct_type_child_name")]
    public static partial nint StructChildName(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_struct_type_child_type")]
    public static partial LogicalTypeHandle StructChild(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_union_type_member_count")]
    public static partial ulong UnionMemberCount(LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_union_type_member_name")]
    public static partial nint UnionMemberName(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_union_type_member_type")]
    public static partial LogicalTypeHandle UnionMember(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void Destroy(ref nint type);
}
