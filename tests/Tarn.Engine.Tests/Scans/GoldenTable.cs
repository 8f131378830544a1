using System.Diagnostics;
using System.Text.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Scans;

/// <summary>A table that the reference implementations wrote.</summary>
sealed class GoldenTable
{
    public const string Needs = "goldens/iceberg";

    /// <summary>Where the tables are unpacked: their metadata names it.</summary>
    public const string Root = "/tmp/tarn-goldens/shared";

    static readonly Lazy<string> Folder = new(Unpack);

    public required string Name { get; init; }

    public required JsonElement Expected { get; init; }

    public required TableMetadata Metadata { get; init; }

    public string MetadataFile => Expected.GetProperty("metadata_file").GetString()!;

    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Path.Combine(SharedData.PathTo(Needs), "expected"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n => Read(n).TryGetProperty("files", out _)).Order(StringComparer.Ordinal);

    public static GoldenTable Load(string name)
    {
        _ = Folder.Value;
        var expected = Read(name);
        var file = expected.GetProperty("metadata_file").GetString()!;
        return new GoldenTable { Name = name, Expected = expected, Metadata = TableMetadata.FromJsonBytes(File.ReadAllBytes(Location.Parse(file).LocalPath), file) };
    }

    /// <summary>The rows file of a snapshot, or of the current state.</summary>
    public string[] Rows(string state) => File.ReadAllLines(Path.Combine(Folder.Value, "expected", Name, $"{state}.jsonl"));

    public bool HasRows(string state) => File.Exists(Path.Combine(Folder.Value, "expected", Name, $"{state}.jsonl"));

    public static JsonElement Read(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.PathTo(Needs), "expected", $"{name}.json")));
        return json.RootElement.Clone();
    }

    static string Unpack()
    {
        using var process = Process.Start(Path.Combine(SharedData.PathTo(Needs), "unpack.sh"));
        process.WaitForExit();
        return process.ExitCode == 0 ? Root : throw new InvalidOperationException($"unpack.sh ended with {process.ExitCode}");
    }
}
