using System.Text;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

public sealed class ParquetTests : IDisposable
{
    readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [ProgramFact]
    public async Task A_query_is_written_as_one_whole_Parquet_file()
    {
        var file = Path.Combine(workshop.Root, "rows.parquet");
        var written = (await TarnProgram.RunAsync(workshop.Root, "sql", "select i, i::varchar as t from range(5000) r(i)", "--format", "parquet", "-o", file)).Demand();
        Assert.Contains("5000 rows written", written.Errors, StringComparison.Ordinal);
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal("PAR1", Encoding.ASCII.GetString(bytes[..4]));
        Assert.Equal("PAR1", Encoding.ASCII.GetString(bytes[^4..]));
        Assert.False(File.Exists(file + ".part"));
    }

    [ProgramFact]
    public async Task A_query_that_fails_leaves_the_file_that_was_there()
    {
        var file = Path.Combine(workshop.Root, "kept.parquet");
        await File.WriteAllTextAsync(file, "before");
        var failed = await TarnProgram.RunAsync(workshop.Root, "sql", "select * from nowhere.nothing", "--format", "parquet", "-o", file);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("namespace nowhere does not exist", failed.Errors, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(file));
    }

    [ProgramFact]
    public async Task Several_statements_are_refused_since_a_file_holds_one_answer() =>
        Assert.Contains("takes one statement", (await TarnProgram.RunAsync(workshop.Root, "sql", "select 1; select 2", "--format", "parquet")).Errors, StringComparison.Ordinal);
}
