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
    public static async Task<ImmutableArray<ManifestFile>> ReadAsync(IObjectStore store, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.ManifestList is { } list) return ManifestList.Read(await store.ReadAsync(list, cancellationToken), list);
        var manifests = ImmutableArray.CreateBuilder<ManifestFile>(snapshot.Manifests.Length);
        foreach (var location in snapshot.Manifests) manifests.Add(await ReadHeaderAsync(store, snapshot, location, cancellationToken));
        return manifests.DrainToImmutable();
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
