using System.Collections.Immutable;
using System.Globalization;
using Tarn.Project.Yaml;

namespace Tarn.Ingest.Generation;

/// <summary>What made-up data looks like. The same options give the same rows, whatever the machine's processors.</summary>
public sealed record GenerationOptions
{
    /// <summary>The column that <see cref="Partitions"/> adds.</summary>
    public const string PartitionColumn = "partition";

    public ImmutableArray<GeneratedColumn> Columns { get; init; } = [];

    /// <summary>How many rows; null where <see cref="Bytes"/> says how much.</summary>
    public long? Rows { get; init; }

    /// <summary>About so many bytes in the files written, reckoned from a sample.</summary>
    public long? Bytes { get; init; }

    /// <summary>Over how many days times are spread.</summary>
    public int Days { get; init; } = 30;

    /// <summary>The first of them.</summary>
    public DateOnly Start { get; init; } = new(2026, 1, 1);

    /// <summary>Adds the column <c>partition</c> with so many values and partitions by it; 0 for none.</summary>
    public int Partitions { get; init; }

    /// <summary>The exponent of Zipf's law for the sizes of partitions and the shares of choices; 0 makes them equal.</summary>
    public double Skew { get; init; }

    public long Seed { get; init; }

    /// <summary>Partition terms of a table that is created: <c>day(ordered_at)</c>.</summary>
    public ImmutableArray<string> PartitionBy { get; init; } = [];

    /// <summary>Reads a file of options.</summary>
    /// <exception cref="Tarn.Project.ProjectException">With every problem of the file.</exception>
    public static GenerationOptions Load(string path) =>
        YamlDocument.Load(path, path).Bind(Read, YamlContext.OfProcess(Path.GetDirectoryName(Path.GetFullPath(path))!));

    internal static GenerationOptions Read(YamlFields fields) => new()
    {
        Rows = fields.OptionalNumber("rows", 0L, long.MaxValue),
        Bytes = fields.OptionalBytes("bytes")?.Bytes,
        Days = fields.Number("days", 30, 1, 100_000),
        Start = StartOf(fields),
        Partitions = fields.Number("partitions", 0, 0, 100_000),
        Skew = fields.Number("skew", 0d, 0, 20),
        Seed = fields.Number("seed", 0L, long.MinValue, long.MaxValue),
        PartitionBy = fields.Strings("partitionBy"),
        Columns = [.. fields.Entries("columns", ColumnOf).Select(c => c.Value).OfType<GeneratedColumn>()],
    };

    /// <summary>What is wrong with the options as a whole, or null.</summary>
    public string? Problem()
    {
        if (Columns.IsEmpty) return "No columns: add --column name:type, or a file with columns.";
        if (Rows is null == Bytes is null) return "Say how much: either rows or bytes.";
        if (Rows < 0 || Bytes < 0) return "Rows and bytes cannot be negative.";
        if (Days is < 1 or > 100_000 || Partitions is < 0 or > 100_000 || !(Skew is >= 0 and <= 20)) return "Days are 1 to 100000, partitions 0 to 100000, skew 0 to 20.";
        var names = Columns.Select(c => c.Name).Concat(Partitions > 0 ? [PartitionColumn] : []);
        return names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice ? $"Two columns are called \"{twice.Key}\"." : null;
    }

    static DateOnly StartOf(YamlFields fields)
    {
        var text = fields.String("start", "2026-01-01");
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return start;
        fields.Problem("start", $"expects a day such as 2026-01-31, found \"{text}\"");
        return default;
    }

    static GeneratedColumn? ColumnOf(string name, YamlValue value)
    {
        try
        {
            return GeneratedColumn.Parse(name, value.String());
        }
        catch (FormatException e)
        {
            value.Problem(e.Message);
            return null;
        }
    }
}
