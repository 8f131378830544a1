using System.Text;
using Tarn.Engine.Tests.Scans;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Writes;

/// <summary>Data files of Spark, Iceberg's Java library and PyIceberg, their rows written again by us: the manifest must say the same of them.</summary>
public sealed class GoldenMetricsTests
{
    /// <summary>Files of a table that are compared: the shapes are few, the files many.</summary>
    const int FilesATable = 3;

    /// <summary>Tables whose rows cannot be written, each with a part of what is said.</summary>
    static readonly Dictionary<string, string> NotWritten = new()
    {
        ["geo_geography"] = "cannot be written yet",
        ["geo_geometry"] = "cannot be written yet",
        ["prims_parquet_v3"] = "out of range in timestamp_ns",
    };

    [SharedFact(GoldenTable.Needs)]
    public async Task Counts_and_bounds_are_those_of_the_reference()
    {
        var differences = new StringBuilder();
        var (compared, severalRowGroups) = (0, 0);
        foreach (var name in GoldenTable.Names())
        {
            var golden = GoldenTable.Load(name);
            if (golden.Metadata.Schemas.Length > 1 || golden.Metadata.CurrentSnapshot is null) continue;
            var properties = golden.Metadata.Properties.Where(p => p.Key.StartsWith("write.metadata.metrics", StringComparison.Ordinal)).Select(p => (p.Key, p.Value)).ToArray();
            using var table = new WritingTable(golden.Metadata.Schema, golden.Metadata.Spec, null, properties);
            foreach (var file in await FilesAsync(golden))
            {
                var path = Location.Parse(file.FilePath).LocalPath;
                using var scan = await table.ScanAsync([file]);
                if (NotWritten.TryGetValue(name, out var reason))
                {
                    Assert.Contains(reason, (await Assert.ThrowsAsync<EngineException>(() => table.WriteAsync(scan.Sql))).Message, StringComparison.Ordinal);
                    break;
                }
                var offsets = await FileInspection.SplitOffsetsAsync(table.Engine.Connection, [path], default);
                if (!file.SplitOffsets.IsDefault && !offsets[path].SequenceEqual(file.SplitOffsets)) differences.AppendLine($"{path}: split offsets {string.Join(", ", file.SplitOffsets)} theirs, {string.Join(", ", offsets[path])} ours");
                if (RowGroups(file) > 1) severalRowGroups++;
                Compare(differences, $"{name}/{Path.GetFileName(path)}", golden.Metadata.Schema, file, Assert.Single(await table.WriteAsync(scan.Sql)));
                compared++;
            }
        }
        Assert.True(differences.Length == 0, differences.ToString());
        Assert.True(compared > 50 && severalRowGroups > 0, $"only {compared} files, {severalRowGroups} of them with several row groups");
    }

    static async Task<List<DataFile>> FilesAsync(GoldenTable golden)
    {
        var store = new MemoryObjectStore();
        var files = new List<DataFile>();
        foreach (var manifest in await SnapshotManifests.ReadAsync(store, golden.Metadata.CurrentSnapshot!, default))
        {
            if (manifest.Content is not ManifestContent.Data || manifest.PartitionSpecId != golden.Metadata.DefaultSpecId) continue;
            files.AddRange(ManifestReader.Open(await store.ReadAsync(manifest.ManifestPath, default), manifest, golden.Metadata.PartitionTypeOf(manifest.PartitionSpecId)).LiveEntries().Select(e => e.File));
        }
        return [.. files.Where(f => f.Format is FileFormat.Parquet).OrderByDescending(RowGroups).Take(FilesATable)];
    }

    static int RowGroups(DataFile file) => file.SplitOffsets.IsDefault ? 0 : file.SplitOffsets.Length;

    static void Compare(StringBuilder differences, string name, Tarn.Iceberg.Schemas.Schema schema, DataFile wanted, DataFile got)
    {
        void Differ(string what, object? theirs, object? ours)
        {
            if (!Equals(theirs, ours)) differences.AppendLine($"{name} {what}: {theirs ?? "none"} theirs, {ours ?? "none"} ours");
        }
        Differ("rows", wanted.RecordCount, got.RecordCount);
        Differ("partition", wanted.Partition, got.Partition);
        // PyIceberg counts no NaNs, bounds nothing inside structs, and counts what the file counts in lists and maps.
        var isSpare = name.StartsWith("py_", StringComparison.Ordinal);
        foreach (var field in schema.AllFields.Where(f => f.Type.IsPrimitive && f.Type.Kind is not TypeKind.Variant && !(isSpare && schema.FindParent(f.Id) is not null)))
        {
            var column = $"{schema.FindName(field.Id)} ({field.Type})";
            Differ($"{column} values", wanted.ValueCounts[field.Id], got.ValueCounts[field.Id]);
            Differ($"{column} nulls", wanted.NullValueCounts[field.Id], got.NullValueCounts[field.Id]);
            if (!isSpare) Differ($"{column} NaNs", wanted.NanValueCounts[field.Id], got.NanValueCounts[field.Id]);
            Differ($"{column} lower", Text(field.Type, wanted.LowerBounds[field.Id]), Text(field.Type, got.LowerBounds[field.Id]));
            Differ($"{column} upper", Text(field.Type, wanted.UpperBounds[field.Id]), Text(field.Type, got.UpperBounds[field.Id]));
        }
    }

    /// <summary>Our bounds take in zeros of either sign, the reference's the one that is there.</summary>
    static string? Text(IcebergType type, ReadOnlyMemory<byte>? bound)
    {
        if (bound is not { } bytes) return null;
        var isZero = type.Kind is TypeKind.Float or TypeKind.Double && SingleValueBinary.Decode(type, bytes.Span) is 0f or 0d;
        return isZero ? "0" : Convert.ToHexString(bytes.Span);
    }
}
