namespace Tarn.Iceberg.Manifests;

/// <summary>A file in a manifest, with everything that it inherits from the manifest list filled in. Spec: "Manifest Entry Fields".</summary>
/// <param name="Status">Added, carried over, or removed by the manifest's snapshot.</param>
/// <param name="SnapshotId">The snapshot that added the file, or removed it where the status is deleted.</param>
/// <param name="SequenceNumber">The data sequence number; null while the commit that adds the file has none.</param>
/// <param name="FileSequenceNumber">The sequence number of the snapshot that added the file; null as above.</param>
/// <param name="File">The file.</param>
public readonly record struct ManifestEntry(ManifestEntryStatus Status, long SnapshotId, long? SequenceNumber, long? FileSequenceNumber, DataFile File)
{
    public bool IsLive => Status != ManifestEntryStatus.Deleted;
}
