using System.Globalization;
using Tarn.Engine.Native;

namespace Tarn.Bench.Measuring;

/// <summary>Where and how quietly a benchmark ran.</summary>
/// <param name="Processor">Its model.</param>
/// <param name="Cores">That the process may use.</param>
/// <param name="MemoryBytes">That the process may use.</param>
/// <param name="Load">Runnable processes in the minute before; null where the system does not say.</param>
sealed record Machine(string Processor, int Cores, long MemoryBytes, double? Load)
{
    /// <param name="folder">Created here, since it is the first that a run needs.</param>
    public static Machine Look(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        return new(Model(), Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, LoadNow());
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} cores of {Processor}, {MemoryBytes / (double)(1 << 30):0} GiB, .NET {Environment.Version}, DuckDB {Instance.Version}; load before the run {(Load is { } l ? l.ToString("0.0", CultureInfo.InvariantCulture) : "unknown")}{Judgement}");

    string Judgement => Load is { } load && load > Cores * 0.25 ? " (others used the machine: the figures are noisy)" : "";

    static string Model()
    {
        const string Path = "/proc/cpuinfo";
        if (!File.Exists(Path)) return "an unknown processor";
        var line = File.ReadLines(Path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "an unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    static double? LoadNow()
    {
        const string Path = "/proc/loadavg";
        return File.Exists(Path) ? double.Parse(File.ReadAllText(Path).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }
}
