using System.Text.Json;

namespace Tarn.Engine.Tests.Results;

public sealed class JsonResultWriterTests : IDisposable
{
    readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("true", "true")]
    [InlineData("42::tinyint", "42")]
    [InlineData("9007199254740992::bigint", "9007199254740992")]
    [InlineData("9007199254740993::bigint", "\"9007199254740993\"")]
    [InlineData("'-9223372036854775808'::bigint", "\"-9223372036854775808\"")]
    [InlineData("18446744073709551615::ubigint", "\"18446744073709551615\"")]
    [InlineData("170141183460469231731687303715884105727::hugeint", "\"170141183460469231731687303715884105727\"")]
    [InlineData("'-170141183460469231731687303715884105728'::hugeint", "\"-170141183460469231731687303715884105728\"")]
    [InlineData("5::uhugeint", "5")]
    [InlineData("0.1::double", "0.1")]
    [InlineData("0.1::float", "0.1")]
    [InlineData("'-0.0'::double", "-0")]
    [InlineData("'nan'::double", "\"NaN\"")]
    [InlineData("'-inf'::float", "\"-Infinity\"")]
    [InlineData("1.50::decimal(9,2)", "\"1.50\"")]
    [InlineData("-0.05::decimal(4,2)", "\"-0.05\"")]
    [InlineData("-12345678901234567.8::decimal(18,1)", "\"-12345678901234567.8\"")]
    [InlineData("99999999999999999999999999999999999999::decimal(38,0)", "\"99999999999999999999999999999999999999\"")]
    [InlineData("0.00000000000000000001::decimal(38,20)", "\"0.00000000000000000001\"")]
    [InlineData("date '0001-01-01'", "\"0001-01-01\"")]
    [InlineData("date '9999-12-31'", "\"9999-12-31\"")]
    [InlineData("date '2024-02-29'", "\"2024-02-29\"")]
    [InlineData("'infinity'::date", "\"infinity\"")]
    [InlineData("date '0001-01-01' - 1", "\"0000-12-31\"")]
    [InlineData("date '0044-03-15 (BC)'", "\"-0043-03-15\"")]
    [InlineData("time '12:34:56.7'", "\"12:34:56.700000\"")]
    [InlineData("'12:34:56+02:30'::timetz", "\"12:34:56.000000+02:30\"")]
    [InlineData("'12:34:56-11'::timetz", "\"12:34:56.000000-11:00\"")]
    [InlineData("timestamp '1969-12-31 23:59:59.999999'", "\"1969-12-31T23:59:59.999999\"")]
    [InlineData("timestamptz '2024-01-01 00:00:00+02'", "\"2023-12-31T22:00:00.000000+00:00\"")]
    [InlineData("'2024-01-01 00:00:00.123456789'::timestamp_ns", "\"2024-01-01T00:00:00.123456789\"")]
    [InlineData("'2024-01-01'::timestamp_s", "\"2024-01-01T00:00:00.000000\"")]
    [InlineData("'2024-01-01 00:00:00.5'::timestamp_ms", "\"2024-01-01T00:00:00.500000\"")]
    [InlineData("'\\x00\\xFFab'::blob", "\"00ff6162\"")]
    [InlineData("'10101'::bit", "\"10101\"")]
    [InlineData("'-123456789012345678901234567890123456789012'::bignum", "\"-123456789012345678901234567890123456789012\"")]
    [InlineData("uuid 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'", "\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"")]
    [InlineData("interval '1 month 2 days 3 seconds'", "{\"months\":1,\"days\":2,\"micros\":3000000}")]
    [InlineData("'b'::enum('a','b')", "\"b\"")]
    [InlineData("[1, null, 3]", "[1,null,3]")]
    [InlineData("[[1], [], null]", "[[1],[],null]")]
    [InlineData("[1,2]::int[2]", "[1,2]")]
    [InlineData("{'a': 1, 'b c': {'d': [1.5]}}", "{\"a\":1,\"b c\":{\"d\":[\"1.5\"]}}")]
    [InlineData("row(1, 'x')", "[1,\"x\"]")]
    [InlineData("map {'k': 1, 'l': null}", "[[\"k\",1],[\"l\",null]]")]
    [InlineData("union_value(num := 2)", "{\"num\":2}")]
    [InlineData("'{\"a\": 1}'::json", "\"{\\\"a\\\": 1}\"")]
    [InlineData("'ä\"\\☃𝄞' || chr(10)", "\"ä\\\"\\\\☃\\uD834\\uDD1E\\n\"")]
    [InlineData("{'b': [1.00, null, 2.50], 'a': 'x', 'd': date '2024-02-29', 'e': []}::variant", "{\"a\":\"x\",\"b\":[1.00,null,2.50],\"d\":\"2024-02-29\",\"e\":[]}")]
    [InlineData("(-1.5::double)::variant", "-1.5")]
    [InlineData("null::variant", "null")]
    [InlineData("null", "null")]
    [InlineData("null::int[]", "null")]
    public async Task Values_are_exact(string expression, string expected)
    {
        var text = await _engine.JsonAsync($"select {expression} as v", asLines: true);
        Assert.Equal($"{{\"v\":{expected}}}\n", text);
        using var parsed = JsonDocument.Parse(text);
        Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
    }

    [Fact]
    public async Task An_array_has_all_rows_and_numbers_repeated_names()
    {
        using var parsed = JsonDocument.Parse(await _engine.JsonAsync("select range as x, 1 as x, 2 as x_1 from range(5000)"));
        Assert.Equal(5000, parsed.RootElement.GetArrayLength());
        Assert.Equal(["x", "x_2", "x_1"], parsed.RootElement[4999].EnumerateObject().Select(p => p.Name));
        Assert.Equal(4999, parsed.RootElement[4999].GetProperty("x").GetInt32());
    }

    [Fact]
    public async Task An_empty_answer_is_an_empty_array() => Assert.Equal("[]\n", await _engine.JsonAsync("select 1 as x where false"));
}
