namespace Tarn.Bench;

/// <summary>How a benchmark is run.</summary>
/// <param name="Folder">Where data and tables are put; generated data stay there.</param>
/// <param name="Log">Told what is being done, and each figure as it is known.</param>
sealed record BenchmarkOptions(string Folder, TextWriter Log)
{
    /// <summary>Share of the data that the scoreboard means: 1 is all of it.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Fewest repetitions of A B B A for each figure.</summary>
    public int Blocks { get; init; } = 7;

    /// <summary>Short statements are repeated for so long, for their medians to be worth something.</summary>
    public TimeSpan TimePerFigure { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A number of rows or files at this scale, at least one.</summary>
    public long Scaled(long full) => Math.Max(1, (long)Math.Round(full * Scale));

    /// <summary>The data of this scale are no other scale's.</summary>
    public string ScaleText => Scale.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
