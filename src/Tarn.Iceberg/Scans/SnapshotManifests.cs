using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Scans;

/// <summary>The manifests of a snapshot, from its manifest list or, in old v1 tables, from the metadata itself.</summary>
public static class SnapshotManifests
{
    /// <exception cref="IcebergException">The list, or a manifest of an old v1 snapshot, is missing or damaged.</exception>
    public static async Task<ImmutableArray<ManifestFile>> ReadAsync(IObjectStore store, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.ManifestList is { } list) return NotCutOff(ManifestList.Read(await store.ReadAsync(list, cancellationToken), list), snapshot, list);
        var manifests = ImmutableArray.CreateBuilder<ManifestFile>(snapshot.Manifests.Length);
        foreach (var location in snapshot.Manifests) manifests.Add(await ReadHeaderAsync(store, snapshot, location, cancellationToken));
        return manifests.DrainToImmutable();
    }

    /// <summary>
    /// Nothing says how long a list is, and one that ends right behind its header is a whole Avro file without records: the table would be read as empty, and its files be taken for orphans.
    /// The snapshot's totals (spec: Appendix F, "Optional Snapshot Summary Fields") tell that one from the list of a state without files.
    /// </summary>
    static ImmutableArray<ManifestFile> NotCutOff(ImmutableArray<ManifestFile> manifests, Snapshot snapshot, string list)
    {
        if (!manifests.IsEmpty) return manifests;
        var files = (snapshot.Count("total-data-files") ?? 0) + (snapshot.Count("total-delete-files") ?? 0);
        return files == 0 ? manifests
            : throw IcebergException.Corrupt($"The manifest list {list} names no manifest, and its snapshot {snapshot.SnapshotId} says that it has {files} files: the list was cut off. Put the whole file back, or read an older state of the table.");
    }

    static async Task<ManifestFile> ReadHeaderAsync(IObjectStore store, Snapshot snapshot, string location, CancellationToken cancellationToken)
    {
        var content = await store.ReadAsync(location, cancellationToken);
        // A v1 manifest that names no spec is of the table's first one (spec: "Manifests").
        var spec = AvroFile.Open(content).MetadataText("partition-spec-id") ?? "0";
        return new ManifestFile(location, content.Length, int.Parse(spec, CultureInfo.InvariantCulture), ManifestContent.Data)
        {
            SequenceNumber = 0,
            MinSequenceNumber = 0,
            AddedSnapshotId = snapshot.SnapshotId,
        };
    }
}
