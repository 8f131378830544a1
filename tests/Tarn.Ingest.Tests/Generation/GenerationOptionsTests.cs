using Tarn.Ingest.Generation;
using Tarn.Project;
using Tarn.Testing;

namespace Tarn.Ingest.Tests.Generation;

public sealed class GenerationOptionsTests
{
    [Fact]
    public void A_file_holds_everything()
    {
        var options = Load("rows: 5\ndays: 3\nstart: 2025-02-03\npartitions: 2\nskew: 1.5\nseed: 9\npartitionBy: [day(at)]\ncolumns:\n  id: long:sequence\n  at: timestamp\n");
        Assert.Equal((5L, 3, new DateOnly(2025, 2, 3), 2, 1.5, 9L), (options.Rows!.Value, options.Days, options.Start, options.Partitions, options.Skew, options.Seed));
        Assert.Equal(["id", "at"], options.Columns.Select(c => c.Name));
        Assert.Null(options.Problem());
    }

    [Fact]
    public void Every_problem_of_a_file_has_its_line()
    {
        var error = Assert.Throws<ProjectException>(() => Load("rows: 5\nstart: tomorrow\ncolums: {}\ncolumns:\n  a: blob\n  b: int:words(3)\n"));
        Assert.Equal([2, 3, 5, 6], error.Problems.Select(p => p.Position!.Value.Line));
    }

    [Theory]
    [InlineData("a", "is no column")]
    [InlineData("a:int:zipf(0)", "at least one rank")]
    [InlineData("a:int:uniform(3,1)", "the wrong way round")]
    [InlineData("a:int:normal(3,1)", "is no distribution")]
    [InlineData("a:int:uniform(x,1)", "is not a number")]
    [InlineData("a:int:sequence:nulls=2", "a share of rows")]
    [InlineData("a:decimal(30,2)", "up to 18 digits")]
    [InlineData("a:list<int>", "types are boolean")]
    [InlineData("a:boolean:sequence", "takes no distribution")]
    public void A_column_that_cannot_be_made_says_why(string column, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => GeneratedColumn.Parse(column)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_and_bytes_exclude_each_other()
    {
        var options = new GenerationOptions { Columns = [GeneratedColumn.Parse("a:int")] };
        Assert.NotNull(options.Problem());
        Assert.Null((options with { Rows = 1 }).Problem());
        Assert.NotNull((options with { Rows = 1, Bytes = 1 }).Problem());
        Assert.NotNull((options with { Rows = 1, Columns = [.. options.Columns, GeneratedColumn.Parse("A:int")] }).Problem());
    }

    static GenerationOptions Load(string yaml)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("made.yaml"), yaml);
        return GenerationOptions.Load(folder.File("made.yaml"));
    }
}
