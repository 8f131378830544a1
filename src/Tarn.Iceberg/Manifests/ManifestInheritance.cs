using System.Collections.Immutable;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Fills in what entries inherit from the manifest list. Spec: "Sequence Number Inheritance", "First Row ID Inheritance". Holds the next row id, so entries must pass in order.</summary>
internal sealed class ManifestInheritance(ManifestFile manifest, bool isCommitted)
{
    readonly long? _sequenceNumber = manifest.SequenceNumber == ManifestFile.UnassignedSequenceNumber ? null : manifest.SequenceNumber;
    long? _nextRowId = manifest.FirstRowId;

    /// <summary>The entry that comes next gets this row id, if it has none of its own: entries that are read out of order.</summary>
    public void GoOnAt(long? firstRowId) => _nextRowId = firstRowId;

    public ManifestEntry Apply(ref RawEntry raw, ReadOnlyMemory<byte> block, int specId)
    {
        var status = (ManifestEntryStatus)raw.Status;
        // A manifest of a v1 table has sequence number 0, and so have all its files whatever their status.
        var inherits = status == ManifestEntryStatus.Added || _sequenceNumber == 0;
        var file = new DataFile(block, raw.Offsets, raw.Partition)
        {
            Content = (DataFileContent)raw.Content,
            Format = raw.Format,
            SpecId = specId,
            RecordCount = raw.RecordCount,
            FileSizeInBytes = raw.FileSizeInBytes,
            SortOrderId = raw.SortOrderId,
            FirstRowId = FirstRowId(raw, status),
            KeyMetadata = raw.KeyMetadata,
            EqualityIds = raw.EqualityIds,
            ReferencedDataFile = raw.ReferencedDataFile,
            ContentOffset = raw.ContentOffset,
            ContentSizeInBytes = raw.ContentSizeInBytes,
            ColumnSizes = Counts(raw.Unusual, 108),
            ValueCounts = Counts(raw.Unusual, 109),
            NullValueCounts = Counts(raw.Unusual, 110),
            NanValueCounts = Counts(raw.Unusual, 137),
            LowerBounds = Bounds(raw.Unusual, 125),
            UpperBounds = Bounds(raw.Unusual, 128),
            SplitOffsets = Offsets(raw.Unusual),
        };
        return new ManifestEntry(
            status,
            raw.SnapshotId ?? manifest.AddedSnapshotId,
            raw.SequenceNumber ?? (inherits ? _sequenceNumber : null),
            raw.FileSequenceNumber ?? (inherits ? _sequenceNumber : null),
            file);
    }

    /// <summary>Ids run on over live data files that have none. In a committed manifest without a first row id (from before v3) no file has one.</summary>
    long? FirstRowId(in RawEntry raw, ManifestEntryStatus status)
    {
        if (manifest.Content != ManifestContent.Data) return null;
        if (manifest.FirstRowId is null) return isCommitted ? null : raw.FirstRowId;
        if (raw.FirstRowId is not null || status == ManifestEntryStatus.Deleted) return raw.FirstRowId;
        var assigned = _nextRowId;
        _nextRowId += raw.RecordCount;
        return assigned;
    }

    static ColumnCounts Counts(Dictionary<int, object?>? unusual, int id) =>
        unusual?.GetValueOrDefault(id) is MapValue map ? ColumnCounts.Of(Pairs(map).Select(pair => new KeyValuePair<int, long>(pair.Key, Convert.ToInt64(pair.Value)))) : default;

    static ColumnBounds Bounds(Dictionary<int, object?>? unusual, int id) =>
        unusual?.GetValueOrDefault(id) is MapValue map ? ColumnBounds.Of(Pairs(map).Select(pair => new KeyValuePair<int, byte[]>(pair.Key, (byte[])pair.Value))) : default;

    static ImmutableArray<long> Offsets(Dictionary<int, object?>? unusual) =>
        unusual?.GetValueOrDefault(132) is ListValue list ? [.. list.Elements.OfType<object>().Select(Convert.ToInt64)] : default;

    static IEnumerable<KeyValuePair<int, object>> Pairs(MapValue map)
    {
        for (var i = 0; i < map.Keys.Length; i++)
            if (map.Values[i] is { } value) yield return new(Convert.ToInt32(map.Keys[i]), value);
    }
}
