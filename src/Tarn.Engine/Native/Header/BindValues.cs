using System.Runtime.InteropServices;
using Tarn.Engine.Native.Handles;

namespace Tarn.Engine.Native.Header;

/// <summary>Chapter "Bind Values to Prepared Statements": everything goes through <c>duckdb_bind_value</c>, as the header advises.</summary>
static partial class BindValues
{
    [LibraryImport(Library.Name, EntryPoint = "duckdb_bind_value")]
    public static partial DuckDbState BindValue(PreparedStatementHandle statement, ulong index, ValueHandle value);

    [LibraryImport(Library.Name, EntryPoint = "duckdb_bind_parameter_index", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DuckDbState ParameterIndex(PreparedStatementHandle statement, out ulong index, string name);
}
