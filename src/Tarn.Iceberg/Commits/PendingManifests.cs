using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Commits;

/// <summary>The manifests of one commit attempt: those it makes stay in memory until the list that names them is final.</summary>
internal sealed class PendingManifests(IObjectStore store, TableMetadata metadata, long snapshotId, string folder)
{
    readonly Dictionary<string, ReadOnlyMemory<byte>> _pending = new(StringComparer.Ordinal);

    public TableMetadata Metadata { get; } = metadata;

    public long SnapshotId { get; } = snapshotId;

    public ManifestWriter NewWriter(int specId, ManifestContent content)
    {
        var spec = Metadata.SpecById(specId) ?? throw IcebergException.Invalid($"A file has partition spec {specId}, which the table does not have");
        return new ManifestWriter(Metadata.FormatVersion, spec, Metadata.SchemaForSpec(spec), content, SnapshotId);
    }

    public ManifestFile Complete(ManifestWriter writer)
    {
        var (bytes, manifest) = writer.Complete($"{folder}/{Guid.NewGuid():D}-m{_pending.Count}.avro");
        _pending.Add(manifest.ManifestPath, bytes);
        return manifest;
    }

    /// <summary>The content of a manifest of this attempt, for the next one to take over.</summary>
    public ReadOnlyMemory<byte> ContentOf(ManifestFile manifest) => _pending[manifest.ManifestPath];

    /// <summary>Takes over a manifest of an earlier attempt, under its name: what it adds is the same, and its sequence number comes from the list.</summary>
    public void TakeOver(ManifestFile manifest, ReadOnlyMemory<byte> content) => _pending.Add(manifest.ManifestPath, content);

    public async Task<ManifestReader> OpenAsync(ManifestFile manifest, CancellationToken cancellationToken)
    {
        var isPending = _pending.TryGetValue(manifest.ManifestPath, out var content);
        if (!isPending) content = await store.ReadAsync(manifest.ManifestPath, cancellationToken);
        return ManifestReader.Open(content, manifest, Metadata.PartitionTypeOf(manifest.PartitionSpecId), isCommitted: !isPending);
    }

    /// <summary>Writes what the final list names; each location is told to <paramref name="remember"/> before, whose answer is false where an earlier attempt wrote it already.</summary>
    public Task WriteAsync(IEnumerable<ManifestFile> final, Func<string, bool> remember, CancellationToken cancellationToken) => Task.WhenAll(
        final.Select(manifest => manifest.ManifestPath).Where(path => _pending.ContainsKey(path) && remember(path))
            .Select(path => store.WriteAsync(path, _pending[path], WriteMode.CreateNew, cancellationToken)).ToList());
}
