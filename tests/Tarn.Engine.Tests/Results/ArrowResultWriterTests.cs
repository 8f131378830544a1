using System.Diagnostics;
using Tarn.Engine.Results.Arrow;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Results;

public sealed class ArrowResultWriterTests : IDisposable
{
    const string EveryType = """
        select case when i % 3 = 0 then null else i end as bigint_,
          (i % 2 = 0) as bool_, (i % 100)::tinyint as tiny, i::smallint as small, i::integer as int_, i::uinteger as uint_, i::ubigint as ubig,
          (i / 8)::float as float_, i / 8 as double_, (i * 1.01)::decimal(4,2) as d4, (i * 1.01)::decimal(9,2) as d9, (i * 1.01)::decimal(18,2) as d18,
          (i::decimal(38,2) * -1)::decimal(38,2) as d38, (i::hugeint * -3) as huge,
          case when i % 5 = 0 then null else 'text number ' || i end as text_, encode('b' || i) as blob_, date '2020-01-01' + i::int as date_,
          time '00:00:00' + to_microseconds(i) as time_, timestamp '2020-01-01' + to_seconds(i) as ts, timestamptz '2020-01-01 00:00:00+00' + to_seconds(i) as tstz,
          make_timestamp_ns(i) as ts_ns, uuid '00000000-0000-0000-0000-00000000002a' as uuid_, to_days(i::int) as interval_,
          case when i % 4 = 0 then null else range(i % 4) end as list_, [[i], null] as lists, {'a': i, 'b': case when i % 2 = 0 then 'x' end} as struct_,
          map {'k' || i: i, 'l': null} as map_, [i, i + 1]::bigint[2] as array_, (['r', 'g']::enum('r','g')[])[1 + i % 2] as enum_, null as null_
        from range(90) t(i)
        """;

    readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_type_without_a_form_is_refused_before_the_first_byte() =>
        Assert.Throws<EngineException>(() => new ArrowRecordBatch(new Tarn.Engine.Results.ResultSchema(("v", Tarn.Engine.Native.TypeId.Any))));

    [SharedFact("peers/python")]
    public async Task PyArrow_reads_every_type_as_it_is()
    {
        var lines = await PythonAsync(await _engine.WriteAsync(EveryType, (stream, schema) => new ArrowResultWriter(stream, schema)), """
            t = pyarrow.ipc.open_stream(sys.stdin.buffer).read_all()
            t.validate(full=True)
            print(t.num_rows, [str(f.type) for f in t.schema])
            for i in (0, 7, 89):
                print([str(c[i].as_py()) for c in t.columns])
            """);
        Assert.StartsWith("90 ['int64', 'bool', 'int8', 'int16', 'int32', 'uint32', 'uint64', 'float', 'double', 'decimal128(4, 2)', 'decimal128(9, 2)'", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("'decimal128(38, 0)', 'string', 'binary', 'date32[day]', 'time64[us]', 'timestamp[us]', 'timestamp[us, tz=UTC]', 'timestamp[ns]', 'extension<arrow.uuid>', "
            + "'month_day_nano_interval', 'list<item: int64>', 'list<item: list<item: int64>>', 'struct<a: int64, b: string>', 'map<string, int64>', 'fixed_size_list<item: int64>[2]', 'string', 'int32']",
            lines[0], StringComparison.Ordinal);
        Assert.StartsWith("['None', 'True', '0', '0', '0', '0', '0', '0.0', '0.0', '0.00', '0.00', '0.00', '0.00', '0', 'None', \"b'b0'\", '2020-01-01', '00:00:00'", lines[1], StringComparison.Ordinal);
        Assert.Equal("['7', 'False', '7', '7', '7', '7', '7', '0.875', '0.875', '7.07', '7.07', '7.07', '-7.00', '-21', 'text number 7', \"b'b7'\", '2020-01-08', '00:00:00.000007', "
            + "'2020-01-01 00:00:07', '2020-01-01 00:00:07+00:00', '1970-01-01 00:00:00.000000007', '00000000-0000-0000-0000-00000000002a', 'MonthDayNano(months=0, days=7, nanoseconds=0)', "
            + "'[0, 1, 2]', '[[7], None]', \"{'a': 7, 'b': None}\", \"[('k7', 7), ('l', None)]\", '[7, 8]', 'g', 'None']", lines[2].Replace("Timestamp('", "", StringComparison.Ordinal));
    }

    [SharedFact("peers/python")]
    public async Task Large_and_empty_answers_are_whole_streams()
    {
        var large = await PythonAsync(
            await _engine.WriteAsync(
                "select i, case when i % 7 = 0 then null else repeat('x', (i % 50)::int) end s, case when i % 11 = 0 then null else [i, i+1] end l from range(200000) t(i) where i % 3 <> 1",
                (stream, schema) => new ArrowResultWriter(stream, schema)),
            """
            import pyarrow.compute as pc
            t = pyarrow.ipc.open_stream(sys.stdin.buffer).read_all()
            t.validate(full=True)
            print(t.num_rows, pc.sum(t['i']).as_py(), pc.sum(pc.binary_length(t['s'])).as_py(), t['l'].null_count, pc.sum(pc.list_flatten(t['l'])).as_py())
            """);
        var expected = _engine.Connection.Scalar(
            "select count(*) || ' ' || sum(i) || ' ' || sum(case when i % 7 <> 0 then i % 50 end) || ' ' || count(*) filter (i % 11 = 0) || ' ' || sum(2 * i + 1) filter (i % 11 <> 0) from range(200000) t(i) where i % 3 <> 1",
            null, default);
        Assert.Equal(expected, large[0]);

        var empty = await PythonAsync(
            await _engine.WriteAsync("select 1 as a, 'x' as b where false", (stream, schema) => new ArrowResultWriter(stream, schema)),
            "t = pyarrow.ipc.open_stream(sys.stdin.buffer).read_all(); print(t.num_rows, t.column_names)");
        Assert.Equal("0 ['a', 'b']", empty[0]);
    }

    static async Task<string[]> PythonAsync(byte[] input, string script)
    {
        var python = await RunAsync(SharedData.PathTo("peers/python/install.sh"), [], []);
        return (await RunAsync(python.Trim(), ["-c", "import sys, pyarrow, pyarrow.ipc\n" + script], input)).Split('\n');
    }

    static async Task<string> RunAsync(string program, string[] arguments, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }
}
