using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Scans;

/// <summary>A table that the reference implementations wrote, with plans of its snapshots that leave no file out.</summary>
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

    public static async Task<ScanPlan> PlanAsync(IObjectStore store, TableMetadata metadata, Snapshot? snapshot, Schema schema)
    {
        var deletes = new List<ManifestEntry>();
        var data = new List<ManifestEntry>();
        foreach (var manifest in snapshot is null ? [] : await SnapshotManifests.ReadAsync(store, snapshot, default))
        {
            var spec = metadata.SpecById(manifest.PartitionSpecId)!;
            var reader = ManifestReader.Open(await store.ReadAsync(manifest.ManifestPath, default), manifest, spec.PartitionType(metadata.Schema));
            (manifest.Content == ManifestContent.Data ? data : deletes).AddRange(reader.LiveEntries());
        }
        var index = new DeleteIndex(deletes, metadata.PartitionSpecs);
        ImmutableArray<FileScanTask> tasks =
            [.. data.Select(e => new FileScanTask(e.File, e.SequenceNumber ?? 0, index.DeletesFor(e), Tarn.Iceberg.Expressions.Expression.True))];
        return new ScanPlan(snapshot, schema, tasks, new ScanCounts());
    }

    static JsonElement Read(string name)
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
