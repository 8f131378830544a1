using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Native;

namespace Tarn.Bench.Tpch;

/// <summary>Tables of TPC-H's shape and key rules, made by SQL; the rows are not dbgen's.</summary>
static class TpchData
{
    public static ImmutableArray<string> Tables { get; } = ["region", "nation", "supplier", "part", "partsupp", "customer", "lineitem", "orders"];

    public const int Queries = 22;

    /// <summary>Makes the tables on an instance; as Parquet files they are kept for the next run.</summary>
    /// <returns>The file of each table.</returns>
    public static async Task<ImmutableDictionary<string, string>> FilesAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Folder, $"tpch-{options.ScaleText}");
        var files = Tables.ToImmutableDictionary(t => t, t => Path.Combine(folder, $"{t}.parquet"));
        if (files.Values.All(File.Exists)) return files;
        await options.Log.WriteLineAsync($"making TPC-H data at scale {options.ScaleText}").ConfigureAwait(false);
        var unfinished = folder + ".part";
        _ = Directory.CreateDirectory(unfinished);
        using (var instance = Instance.Open(null, new Dictionary<string, string> { ["temp_directory"] = Path.Combine(unfinished, "spill") }))
        {
            using var connection = instance.Connect();
            _ = connection.Execute($"SET VARIABLE sf = {options.Scale.ToString("0.0#####", CultureInfo.InvariantCulture)}", cancellationToken);
            foreach (var statement in Read("data").Split(";;", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                _ = await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            foreach (var table in Tables)
                _ = await connection.ExecuteAsync($"COPY {table} TO {Identifiers.Literal(Path.Combine(unfinished, $"{table}.parquet"))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)", cancellationToken).ConfigureAwait(false);
        }
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(unfinished, folder);
        return files;
    }

    /// <summary>A query's text; question 11's share depends on the scale.</summary>
    public static string Query(int number, double scale) =>
        Read($"q{number:00}").TrimEnd().TrimEnd(';').Replace("* 0.01\n", $"* {(0.0001 / scale).ToString("0.##########", CultureInfo.InvariantCulture)}\n", StringComparison.Ordinal);

    static string Read(string name)
    {
        using var stream = typeof(TpchData).Assembly.GetManifestResourceStream($"Tarn.Bench.Tpch.{name}.sql") ?? throw new System.Diagnostics.UnreachableException($"{name}.sql is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
