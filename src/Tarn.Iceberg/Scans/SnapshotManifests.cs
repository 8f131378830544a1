using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Commits;
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
    /// Nothing says how long a list is, and one that ends right behind its header, or behind any block of it, is a whole Avro file: rows would be missing, and their files be taken for orphans. The
    /// snapshot's summary (spec: Appendix F, "Optional Snapshot Summary Fields") tells it from the list of a state with fewer files. Totals are carried on from writer to writer, so of a list that
    /// names some manifests they are believed only together with the number of manifests, which each writer counts anew.
    /// </summary>
    static ImmutableArray<ManifestFile> NotCutOff(ImmutableArray<ManifestFile> manifests, Snapshot snapshot, string list)
    {
        var files = (snapshot.Count("total-data-files") ?? 0) + (snapshot.Count("total-delete-files") ?? 0);
        if (!manifests.IsEmpty && !(manifests.Length < snapshot.Count(SnapshotSummary.ManifestsCreated) + snapshot.Count(SnapshotSummary.ManifestsKept))) return manifests;
        var found = manifests.Sum(manifest => (manifest.AddedFilesCount ?? int.MaxValue) + (long)(manifest.ExistingFilesCount ?? 0));
        return files <= found ? manifests
            : throw IcebergException.Corrupt($"The manifest list {list} names {Counted(manifests.Length, "manifest")} of {Counted(found, "file")}, and its snapshot {snapshot.SnapshotId} says that it has {Counted(files, "file")}: the list was cut off. Put the whole file back, or read an older state of the table.");
    }

    static string Counted(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

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
