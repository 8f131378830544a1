using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Scalar Functions".</summary>
static unsafe partial class ScalarFunctions
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_scalar_function")]
    public static partial ScalarFunctionHandle Create();

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_scalar_function")]
    public static partial void Destroy(ref nint function);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(ScalarFunctionHandle function, string name);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_volatile")]
    public static partial void SetVolatile(ScalarFunctionHandle function);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_special_handling")]
    public static partial void SetSpecialHandling(ScalarFunctionHandle function);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_add_parameter")]
    public static partial void AddParameter(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_return_type")]
    public static partial void SetReturnType(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_extra_info")]
    public static partial void SetExtraInfo(ScalarFunctionHandle function, nint info, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_function")]
    public static partial void SetFunction(ScalarFunctionHandle function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> callback);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_get_extra_info")]
    public static partial nint ExtraInfo(nint info);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_scalar_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint info, string error);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_create_scalar_function_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ScalarFunctionSetHandle CreateSet(string name);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_destroy_scalar_function_set")]
    public static partial void DestroySet(ref nint set);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_add_scalar_function_to_set")]
    public static partial DuckDbState AddToSet(ScalarFunctionSetHandle set, ScalarFunctionHandle function);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_register_scalar_function_set")]
    public static partial DuckDbState RegisterSet(ConnectionHandle connection, ScalarFunctionSetHandle set);
}
