using System.Text;
using Tarn.Engine.Results;

namespace Tarn.Engine.Tests.Results;

public sealed class CsvResultWriterTests : IDisposable
{
    readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("select 1 as a, 'x' as b", "a,b\r\n1,x\r\n")]
    [InlineData("select null as a, '' as b", "a,b\r\n,\"\"\r\n")]
    [InlineData("select 'say \"hi\", now' as \"a,b\"", "\"a,b\"\r\n\"say \"\"hi\"\", now\"\r\n")]
    [InlineData("select 'two' || chr(10) || 'lines' as a", "a\r\n\"two\nlines\"\r\n")]
    [InlineData("select [1, 2] as l, {'x': 'q'} as s", "l,s\r\n\"[1,2]\",\"{\"\"x\"\":\"\"q\"\"}\"\r\n")]
    [InlineData("select 1.50::decimal(9,2) as d, timestamptz '2024-01-01 00:00:00+00' as t", "d,t\r\n1.50,2024-01-01T00:00:00.000000+00:00\r\n")]
    [InlineData("select 9007199254740993 as a", "a\r\n9007199254740993\r\n")]
    [InlineData("select 1 as a where false", "a\r\n")]
    public async Task Follows_RFC_4180(string sql, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(await _engine.WriteAsync(sql, (stream, schema) => new CsvResultWriter(stream, schema))));
}
