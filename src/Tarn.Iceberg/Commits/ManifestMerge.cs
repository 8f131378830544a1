using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>Merges small manifests of one spec and content, newest first, into manifests near the target size: the way of the reference's MergeAppend.</summary>
internal sealed class ManifestMerge(PendingManifests manifests)
{
    const string Enabled = "commit.manifest-merge.enabled";
    const string MinCount = "commit.manifest.min-count-to-merge";
    const string TargetBytes = "commit.manifest.target-size-bytes";
    const int MinCountDefault = 100;
    public const int TargetBytesDefault = 8 * 1024 * 1024;

    readonly int _minCount = TableProperties.Int(manifests.Metadata.Properties, MinCount, MinCountDefault);
    readonly int _targetBytes = TargetBytesOf(manifests.Metadata);
    readonly bool _enabled = !string.Equals(manifests.Metadata.Property(Enabled), "false", StringComparison.OrdinalIgnoreCase);

    public static int TargetBytesOf(TableMetadata metadata) => TableProperties.Int(metadata.Properties, TargetBytes, TargetBytesDefault);

    public async Task<List<ManifestFile>> ApplyAsync(List<ManifestFile> newestFirst, CancellationToken cancellationToken)
    {
        if (!_enabled || newestFirst.Count < 2) return newestFirst;
        var result = new List<ManifestFile>();
        foreach (var group in newestFirst.GroupBy(manifest => (manifest.Content, manifest.PartitionSpecId)))
        {
            var newest = group.First();
            foreach (var bin in PackFromTheEnd([.. group]))
            {
                // The newest bin is left to grow until merging it is worth the write.
                if (bin.Count == 1 || (bin.Contains(newest) && bin.Count < _minCount)) result.AddRange(bin);
                else result.Add(await MergeAsync(bin, cancellationToken));
            }
        }
        return result;
    }

    List<List<ManifestFile>> PackFromTheEnd(List<ManifestFile> group)
    {
        var bins = new List<List<ManifestFile>>();
        var size = 0L;
        for (var i = group.Count - 1; i >= 0; i--)
        {
            if (bins.Count == 0 || size + group[i].ManifestLength > _targetBytes)
            {
                bins.Add([]);
                size = 0;
            }
            bins[^1].Add(group[i]);
            size += group[i].ManifestLength;
        }
        foreach (var bin in bins) bin.Reverse();
        bins.Reverse();
        return bins;
    }

    async Task<ManifestFile> MergeAsync(List<ManifestFile> bin, CancellationToken cancellationToken)
    {
        var writer = manifests.NewWriter(bin[0].PartitionSpecId, bin[0].Content);
        foreach (var manifest in bin)
        {
            var reader = await manifests.OpenAsync(manifest, cancellationToken);
            foreach (var entry in reader.Entries()) writer.Copy(entry);
        }
        return manifests.Complete(writer);
    }
}
