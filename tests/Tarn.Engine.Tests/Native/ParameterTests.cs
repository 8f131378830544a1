using System.Numerics;
using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Native;

public sealed class ParameterTests : IDisposable
{
    readonly Instance _instance = Instance.Open(null, new Dictionary<string, string>());
    readonly Connection _connection;

    public ParameterTests() => _connection = _instance.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _instance.Dispose();
    }

    public static TheoryData<object?, string, string?> Values() => new()
    {
        { null, "\"NULL\"", null },
        { true, "BOOLEAN", "true" },
        { (sbyte)-1, "TINYINT", "-1" },
        { (byte)255, "UTINYINT", "255" },
        { (short)-1, "SMALLINT", "-1" },
        { ushort.MaxValue, "USMALLINT", "65535" },
        { int.MinValue, "INTEGER", "-2147483648" },
        { uint.MaxValue, "UINTEGER", "4294967295" },
        { long.MinValue, "BIGINT", "-9223372036854775808" },
        { ulong.MaxValue, "UBIGINT", "18446744073709551615" },
        { BigInteger.Parse("-170141183460469231731687303715884105728"), "HUGEINT", "-170141183460469231731687303715884105728" },
        { 0.1f, "FLOAT", "0.1" },
        { 1e300, "DOUBLE", "1e+300" },
        { 12.340m, "DECIMAL(5,3)", "12.340" },
        { -79228162514264337593543950335m, "DECIMAL(29,0)", "-79228162514264337593543950335" },
        { 0.0000000000000000000000000001m, "DECIMAL(29,28)", "0.0000000000000000000000000001" },
        { "it's é☃𝄞\0!", "VARCHAR", "it's é☃𝄞\0!" },
        { "", "VARCHAR", "" },
        { new byte[] { 0, 255, 65 }, "BLOB", "\\x00\\xFFA" },
        { Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), "UUID", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" },
        { new DateOnly(1, 1, 1), "DATE", "0001-01-01" },
        { new TimeOnly(23, 59, 59, 999, 999), "TIME", "23:59:59.999999" },
        { new DateTime(1969, 12, 31, 23, 59, 59), "TIMESTAMP", "1969-12-31 23:59:59" },
        { new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)), "TIMESTAMP WITH TIME ZONE", "2023-12-31 22:00:00+00" },
        { new Interval(14, -3, 5_000_000), "INTERVAL", "1 year 2 months -3 days 00:00:05" },
        { new long?[] { 1, null, 3 }, "BIGINT[]", "[1, NULL, 3]" },
        { new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" }, "STRUCT(a INTEGER, b VARCHAR)", "{'a': 1, 'b': x}" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_arrives_with_its_type(object? value, string type, string? text)
    {
        _connection.Execute("set timezone = 'UTC'", default);
        Assert.Equal(type, _connection.Scalar("select typeof($1)", [value], default));
        Assert.Equal(text, _connection.Scalar("select $1::varchar", [value], default));
    }

    [Fact]
    public void Named_parameters_are_found_and_unknown_ones_refused()
    {
        using var statement = _connection.Prepare("select $low::int + $high::int as s");
        statement.Bind("low", 1);
        statement.Bind("high", 41);
        using (var result = statement.Execute(default))
        using (var chunk = result.Fetch(default))
            Assert.Equal(42, chunk!.Column(0).Values<int>()[0]);
        Assert.Throws<EngineException>(() => statement.Bind("nope", 1));
        Assert.Throws<EngineException>(() => statement.Bind(3, 1));
        Assert.Throws<EngineException>(() => statement.Bind(0, 1));
    }

    [Fact]
    public void A_number_that_no_type_holds_is_refused() =>
        Assert.Equal(EngineErrorKind.OutOfRange, Assert.Throws<EngineException>(() => _connection.Scalar("select $1", [BigInteger.Pow(2, 127)], default)).Kind);
}
