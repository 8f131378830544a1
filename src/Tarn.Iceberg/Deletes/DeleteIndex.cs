using System.Collections.Immutable;
using System.Text;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Deletes;

/// <summary>All delete files of a snapshot, found again by the data files that they apply to. Spec: "Scan Planning", the scope rules.</summary>
/// <remarks>
/// Equality deletes are attached by sequence number, spec and partition alone. The reference also compares bounds; it compares uuids by
/// signed halves there and so misses deletes, which the specification does not allow.
/// </remarks>
public sealed class DeleteIndex
{
    /// <summary>The reserved id of a position delete file's column <c>file_path</c>.</summary>
    const int FilePathFieldId = 2147483546;

    readonly Dictionary<string, Sequenced> _vectors = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Sequenced>> _positionsByPath = new(StringComparer.Ordinal);
    readonly Dictionary<(int, PartitionTuple), List<Sequenced>> _positionsByPartition = [];
    readonly Dictionary<(int, PartitionTuple), List<Sequenced>> _equalityByPartition = [];
    readonly List<Sequenced> _globalEquality = [];

    /// <param name="deletes">The live entries of all delete manifests.</param>
    /// <param name="specs">The table's specs: an equality delete under an unpartitioned one applies everywhere.</param>
    /// <exception cref="IcebergException">Two deletion vectors for one data file.</exception>
    public DeleteIndex(IEnumerable<ManifestEntry> deletes, ImmutableArray<PartitionSpec> specs)
    {
        var unpartitioned = specs.Where(spec => spec.IsUnpartitioned).Select(spec => spec.SpecId).ToHashSet();
        foreach (var entry in deletes) Add(new Sequenced(entry.SequenceNumber ?? 0, entry.File), unpartitioned);
    }

    public bool IsEmpty => Count == 0;

    public int Count { get; private set; }

    /// <summary>The delete files and the deletion vector that apply to a data file.</summary>
    public ImmutableArray<DataFile> DeletesFor(in ManifestEntry data)
    {
        if (IsEmpty) return [];
        var result = ImmutableArray.CreateBuilder<DataFile>();
        var sequenceNumber = data.SequenceNumber ?? 0;
        var file = data.File;
        var partition = (file.SpecId, file.Partition);
        AddNewer(result, _globalEquality, sequenceNumber + 1);
        if (_equalityByPartition.TryGetValue(partition, out var equality)) AddNewer(result, equality, sequenceNumber + 1);
        if (FindVector(file, sequenceNumber) is { } vector)
        {
            // A vector holds all older position deletes of its file, so those are not read.
            result.Add(vector);
            return result.DrainToImmutable();
        }
        if (_positionsByPartition.TryGetValue(partition, out var positions)) AddNewer(result, positions, sequenceNumber);
        if (_positionsByPath.Count > 0 && _positionsByPath.TryGetValue(file.FilePath, out var own))
            foreach (var delete in own)
                if (delete.SequenceNumber >= sequenceNumber && SamePartition(delete.File, file)) result.Add(delete.File);
        return result.DrainToImmutable();
    }

    /// <summary>The one data file that position deletes are for: named by the writer, or the only path between equal bounds.</summary>
    public static string? ReferencedDataFile(DataFile delete)
    {
        if (delete.Content != DataFileContent.PositionDeletes) return null;
        if (delete.ReferencedDataFile is { } named) return named;
        return delete.LowerBounds[FilePathFieldId] is { } lower && delete.UpperBounds[FilePathFieldId] is { } upper && lower.Span.SequenceEqual(upper.Span)
            ? Encoding.UTF8.GetString(lower.Span)
            : null;
    }

    void Add(Sequenced delete, HashSet<int> unpartitioned)
    {
        Count++;
        var file = delete.File;
        var partition = (file.SpecId, file.Partition);
        if (file.IsDeletionVector)
        {
            var target = file.ReferencedDataFile ?? throw IcebergException.Corrupt($"The deletion vector in {file.FilePath} names no data file");
            if (!_vectors.TryAdd(target, delete)) throw IcebergException.Corrupt($"The data file {target} has two deletion vectors: {_vectors[target].File.FilePath} and {file.FilePath}");
        }
        else if (file.Content == DataFileContent.PositionDeletes)
        {
            if (ReferencedDataFile(file) is { } target) ListOf(_positionsByPath, target).Add(delete);
            else ListOf(_positionsByPartition, partition).Add(delete);
        }
        else if (unpartitioned.Contains(file.SpecId)) _globalEquality.Add(delete);
        else ListOf(_equalityByPartition, partition).Add(delete);
    }

    DataFile? FindVector(DataFile file, long sequenceNumber) =>
        _vectors.Count > 0 && _vectors.TryGetValue(file.FilePath, out var vector) && vector.SequenceNumber >= sequenceNumber && SamePartition(vector.File, file)
            ? vector.File
            : null;

    static bool SamePartition(DataFile a, DataFile b) => a.SpecId == b.SpecId && a.Partition.Equals(b.Partition);

    static void AddNewer(ImmutableArray<DataFile>.Builder result, List<Sequenced> deletes, long minimum)
    {
        foreach (var delete in deletes)
            if (delete.SequenceNumber >= minimum) result.Add(delete.File);
    }

    static List<Sequenced> ListOf<TKey>(Dictionary<TKey, List<Sequenced>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }

    readonly record struct Sequenced(long SequenceNumber, DataFile File);
}
