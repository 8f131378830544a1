using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Ingest.Generation;
using Tarn.Testing;

namespace Tarn.Ingest.Tests.Generation;

public sealed class DataGenerationTests : IDisposable
{
    static readonly GenerationOptions Options = new()
    {
        Rows = 300_000,
        Days = 10,
        Seed = 7,
        Columns =
        [
            .. new[]
            {
                "id:long:sequence", "day:date", "moment:timestamptz", "seen:timestamp:sequence", "price:decimal(9,2):uniform(0.01,99.99)", "score:double", "who:long:zipf(1000,1.2)",
                "country:string:choice(de,fr,pt):nulls=0.25", "note:string:words(2)", "ok:boolean", "u:uuid", "small:int:uniform(-3,3)",
            }.Select(GeneratedColumn.Parse),
        ],
    };

    readonly TemporaryFolder folder = new();
    readonly Instance instance = Instance.Open(null, new Dictionary<string, string>());

    public void Dispose()
    {
        instance.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_same_options_give_the_same_file_whatever_the_threads()
    {
        var one = await WriteAsync(Options, "one.parquet", threads: 1);
        var many = await WriteAsync(Options, "many.parquet", threads: 4);
        var other = await WriteAsync(Options with { Seed = 8 }, "other.parquet", threads: 4);
        Assert.Equal(await File.ReadAllBytesAsync(one), await File.ReadAllBytesAsync(many));
        Assert.Equal("0", Ask($"SELECT count(*) FROM '{one}' a JOIN '{other}' b USING (id) WHERE a.u = b.u"));
    }

    [Theory]
    [InlineData("count(*) || ' ' || count(DISTINCT id) || ' ' || max(id)", "300000 300000 300000")]
    [InlineData("count(DISTINCT day) || ' ' || min(day) || ' ' || max(day)", "10 2026-01-01 2026-01-10")]
    [InlineData("bool_and(epoch_us(moment) // 86400000000 = epoch_us(day) // 86400000000)", "true")]
    [InlineData("min(seen) || ' ' || max(seen)", "2026-01-01 00:00:00 2026-01-10 23:59:57.12")]
    [InlineData("min(price) || ' ' || max(price)", "0.01 99.99")]
    [InlineData("round(avg(score), 2) || ' ' || (min(score) >= 0) || ' ' || (max(score) < 1)", "0.5 true true")]
    [InlineData("round(count(country) / count(*), 2)", "0.75")]
    [InlineData("round(count(*) FILTER (ok) / count(*), 2)", "0.5")]
    [InlineData("count(DISTINCT u)", "300000")]
    [InlineData("count(DISTINCT note) > 3000", "true")]
    [InlineData("min(small) || ' ' || max(small) || ' ' || count(DISTINCT small)", "-3 3 7")]
    public async Task Values_are_spread_as_asked(string expression, string expected)
    {
        var file = await WriteAsync(Options, "made.parquet");
        Assert.Equal(expected, Ask($"SELECT {expression} FROM '{file}'"));
    }

    /// <summary>By the law's own probabilities, within five standard deviations of the count.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Zipfs_law_holds_for_each_rank(int rank)
    {
        var file = await WriteAsync(Options, "zipf.parquet");
        var found = double.Parse(Ask($"SELECT count(*) FROM '{file}' WHERE who = {rank}")!, System.Globalization.CultureInfo.InvariantCulture);
        var share = Math.Pow(rank, -1.2) / Enumerable.Range(1, 1000).Sum(k => Math.Pow(k, -1.2));
        var expected = 300_000 * share;
        Assert.InRange(found, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public async Task Partitions_are_folders_and_skew_makes_the_first_the_largest()
    {
        var path = await WriteAsync(Options with { Rows = 10_000, Partitions = 4, Skew = 1 }, "parts.csv", GeneratedFormat.Csv);
        Assert.Equal(["partition=0", "partition=1", "partition=2", "partition=3"], Directory.GetDirectories(path).Select(Path.GetFileName).Order());
        Assert.Equal("4800", Ask($"SELECT round(count(*), -2)::INTEGER FROM read_csv('{path}/partition=0/*.csv')"));
    }

    [Fact]
    public async Task Bytes_are_met_within_a_tenth()
    {
        var path = await WriteAsync(Options with { Rows = null, Bytes = 20_000_000 }, "bytes.csv", GeneratedFormat.Csv);
        Assert.InRange(new FileInfo(path).Length, 18_000_000, 22_000_000);
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_alone()
    {
        var path = folder.File("there.csv");
        await File.WriteAllTextAsync(path, "mine");
        var error = await Assert.ThrowsAsync<IngestException>(() => WriteAsync(Options, "there.csv", GeneratedFormat.Csv));
        Assert.Equal(IngestErrorKind.InvalidRequest, error.Kind);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Progress_counts_the_rows_and_a_cancelled_generation_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var seen = new TaskCompletionSource<WorkProgress>();
        var progress = new Listener(p =>
        {
            if (p.Rows == 0) return;
            _ = seen.TrySetResult(p);
            stop.Cancel();
        });
        var work = new DataGeneration(Options with { Rows = 2_000_000_000 }, TimeProvider.System)
            .WriteFilesAsync(folder.File("endless.csv"), GeneratedFormat.Csv, null, progress, stop.Token);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        var first = await seen.Task;
        Assert.Equal(2_000_000_000, first.TotalRows);
        Assert.InRange(first.Fraction!.Value, 0, 0.5);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    async Task<string> WriteAsync(GenerationOptions options, string name, GeneratedFormat format = GeneratedFormat.Parquet, int? threads = null)
    {
        var path = folder.File(name);
        _ = await new DataGeneration(options, TimeProvider.System).WriteFilesAsync(path, format, threads, null, CancellationToken.None);
        return path;
    }

    string? Ask(string sql)
    {
        using var connection = instance.Connect();
        _ = connection.Execute("SET TimeZone = 'UTC'", CancellationToken.None);
        return connection.Scalar($"SELECT ({sql})::VARCHAR", null, CancellationToken.None);
    }

    sealed class Listener(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
