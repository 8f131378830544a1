using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Native;

public sealed class ScalarFunctionTests : IDisposable
{
    static readonly LogicalType Long = LogicalType.Of(TypeId.BigInt);
    static readonly LogicalType Text = LogicalType.Of(TypeId.Varchar);

    readonly Instance _instance = Instance.Open(null, new Dictionary<string, string> { ["threads"] = "2" });
    readonly Connection _connection;

    public ScalarFunctionTests() => _connection = _instance.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _instance.Dispose();
    }

    [Fact]
    public void Rows_with_a_null_argument_are_null_without_the_functions_doing()
    {
        _instance.Register(new ScalarFunction("plus_one", [Long], Long, static (arguments, output) =>
        {
            for (var i = 0; i < arguments.RowCount; i++) output.Values<long>()[i] = arguments.Values<long>(0)[i] + 1;
        }));
        Assert.Equal("5000050000 33333", _connection.Scalar(
            "select sum(plus_one(case when i % 3 = 1 then null else i end)) + sum(case when i % 3 = 1 then i + 1 end) || ' ' || count(*) filter (plus_one(case when i % 3 = 1 then null else i end) is null) from range(100000) t(i)", null, default));
        Assert.Null(_connection.Scalar("select plus_one(null::bigint)::varchar", null, default));
    }

    [Fact]
    public void An_exception_in_a_function_is_the_statements_error_and_not_the_processs_end()
    {
        _instance.Register(new ScalarFunction("refuse", [Long], Long, static (arguments, _) => throw new InvalidOperationException($"not this one: {arguments.RowCount}")));
        var error = Assert.Throws<EngineException>(() => _connection.Execute("select refuse(range) from range(10)", default));
        Assert.Equal(EngineErrorKind.InvalidInput, error.Kind);
        Assert.StartsWith("not this one", error.Message, StringComparison.Ordinal);
        Assert.Equal("ok", _connection.Scalar("select 'ok'", null, default));
    }

    [Fact]
    public void Overloads_are_chosen_by_type_on_every_connection()
    {
        _instance.Register(
            new ScalarFunction("kind", [Long], Text, static (arguments, output) => Fill(arguments, output, "number"u8)),
            new ScalarFunction("kind", [Text], Text, static (arguments, output) => Fill(arguments, output, "a text that is longer than twelve bytes"u8)));
        using var other = _instance.Connect();
        Assert.Equal("number", other.Scalar("select kind(1::bigint)", null, default));
        Assert.Equal("a text that is longer than twelve bytes", _connection.Scalar("select kind('x')", null, default));
    }

    static void Fill(FunctionArguments arguments, FunctionOutput output, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < arguments.RowCount; i++) output.SetBytes(i, text);
    }
}
