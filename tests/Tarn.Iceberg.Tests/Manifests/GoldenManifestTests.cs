using System.Text.Json;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Manifests;

public sealed class GoldenManifestTests
{
    readonly MemoryObjectStore _store = new();

    [SharedFact(GoldenTables.Needs)]
    public void Every_manifest_of_every_codec_is_read_to_its_end()
    {
        var codecs = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in GoldenTables.AvroFiles())
        {
            var file = AvroFile.Open(File.ReadAllBytes(path));
            codecs[file.Codec] = codecs.GetValueOrDefault(file.Codec) + 1;
            // These are not valid Avro (a fixed with a length before it): only the manifest reader knows how to take them.
            if (path.Contains("/identity_fixed/", StringComparison.Ordinal)) continue;
            Assert.All(AvroRecords.Read(file), record => Assert.NotEmpty(record.Fields));
        }
        Assert.Equal(["deflate", "null", "snappy", "zstandard"], codecs.Keys);
        Assert.True(codecs.Values.Sum() > 700);
    }

    public static TheoryData<string> Tables() => [.. SharedData.InCi || Directory.Exists(Path.Combine(SharedData.Root, GoldenTables.Needs)) ? GoldenTables.Names() : ["none"]];

    [SharedTheory(GoldenTables.Needs)]
    [MemberData(nameof(Tables))]
    public async Task A_table_has_the_live_files_and_deletes_that_the_reference_plans(string table)
    {
        using var expected = GoldenTables.Expected(table);
        var metadata = GoldenTables.Metadata(expected);
        var found = metadata.CurrentSnapshot is { } snapshot ? await FilesAsync(metadata, snapshot) : [];
        var wanted = expected.RootElement.GetProperty("files").EnumerateArray().Select(Describe).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(string.Join('\n', wanted), string.Join('\n', found.Order(StringComparer.Ordinal)));
    }

    async Task<List<string>> FilesAsync(TableMetadata metadata, Snapshot snapshot)
    {
        var manifests = await SnapshotManifests.ReadAsync(_store, snapshot, CancellationToken.None);
        var deletes = new List<ManifestEntry>();
        var data = new List<ManifestEntry>();
        foreach (var manifest in manifests)
        {
            var spec = metadata.SpecById(manifest.PartitionSpecId)!;
            var reader = ManifestReader.Open(await _store.ReadAsync(manifest.ManifestPath, CancellationToken.None), manifest, spec.PartitionType(metadata.Schema));
            (manifest.Content == ManifestContent.Data ? data : deletes).AddRange(reader.LiveEntries());
        }
        var index = new DeleteIndex(deletes, metadata.PartitionSpecs);
        return [.. data.Select(entry => Describe(metadata, entry, index))];
    }

    static string Describe(TableMetadata metadata, ManifestEntry entry, DeleteIndex index)
    {
        var spec = metadata.SpecById(entry.File.SpecId)!;
        var deletes = index.DeletesFor(entry).Select(delete => $"{delete.FilePath} {delete.Content} {delete.RecordCount} {delete.ContentOffset} {delete.ContentSizeInBytes} "
            + $"[{string.Join(',', delete.EqualityIds.IsDefault ? [] : delete.EqualityIds)}]");
        return $"{entry.File.FilePath} {entry.File.Format} {entry.File.SpecId} {Shortest(spec.PartitionPath(metadata.Schema, entry.File.Partition))} {entry.File.RecordCount} "
            + $"{entry.SequenceNumber} {entry.File.FirstRowId}\n  {string.Join("\n  ", deletes.Order(StringComparer.Ordinal))}";
    }

    static string Describe(JsonElement file)
    {
        var deletes = file.GetProperty("deletes").EnumerateArray().Select(delete => $"{Text(delete, "path")} {Content(Text(delete, "content"))} {Text(delete, "record_count")} "
            + $"{Text(delete, "content_offset")} {Text(delete, "content_size")} [{(delete.TryGetProperty("equality_ids", out var ids) ? string.Join(',', ids.EnumerateArray().Select(id => id.ToString())) : "")}]");
        return $"{Text(file, "path")} {Enum.Parse<FileFormat>(Text(file, "format"), ignoreCase: true)} {Text(file, "spec_id")} {Shortest(Text(file, "partition_path"))} {Text(file, "record_count")} "
            + $"{Text(file, "data_sequence_number")} {Text(file, "first_row_id")}\n  {string.Join("\n  ", deletes.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Java before 19 did not print floats with the fewest digits (JDK-4511638): 3.4E10 is written as 3.3999999E10.</summary>
    static string Shortest(string path) => path.Replace("3.3999999E10", "3.4E10", StringComparison.Ordinal);

    static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    static DataFileContent Content(string name) => name switch
    {
        "position_deletes" => DataFileContent.PositionDeletes,
        "equality_deletes" => DataFileContent.EqualityDeletes,
        _ => throw new InvalidOperationException(name),
    };
}
