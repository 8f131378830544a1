using System.Collections.Immutable;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>The live entries of a manifest in the form in which they are kept between scans: a few arrays and the compressed file, no object an entry.</summary>
/// <remarks>
/// A filter is decided on the arrays alone. Only the blocks that hold an entry which is wanted are decompressed again, as far as the last such entry. The statistics of a column are there from the first scan on whose
/// filter names it.
/// </remarks>
internal sealed class ManifestColumns
{
    readonly ManifestReader _reader;
    readonly ImmutableArray<FieldColumns> _fields;
    readonly int[] _blocks;
    readonly int[] _positions;
    readonly int[] _lengths;
    readonly long[] _recordCounts;
    readonly long[]? _firstRowIds;
    readonly int[]? _partitionOf;

    ManifestColumns(
        ManifestReader reader, ImmutableArray<RawPartition> partitions, ImmutableArray<FieldColumns> fields, int[] blocks, int[] positions, int[] lengths, long[] recordCounts, long[]? firstRowIds, int[]? partitionOf)
    {
        (_reader, Partitions, _fields, _blocks, _positions, _lengths) = (reader, partitions, fields, blocks, positions, lengths);
        (_recordCounts, _firstRowIds, _partitionOf) = (recordCounts, firstRowIds, partitionOf);
        HeldBytes = 512L + reader.HeldBytes + (positions.Length * (20L + (firstRowIds is null ? 0 : 8) + (partitionOf is null ? 0 : 4)))
            + partitions.Sum(p => 128L + p.Encoded.Length) + fields.Sum(f => f.HeldBytes);
    }

    public int Count => _positions.Length;

    /// <summary>The different partitions of the files.</summary>
    public ImmutableArray<RawPartition> Partitions { get; }

    public StructType PartitionType => _reader.PartitionType;

    /// <summary>What it takes in memory, about.</summary>
    public long HeldBytes { get; }

    public bool Has(ImmutableArray<int> fieldIds) => fieldIds.All(id => _fields.Any(f => f.FieldId == id));

    public int PartitionOf(int index) => _partitionOf?[index] ?? 0;

    public bool IsEmptyFile(int index) => _recordCounts[index] == 0;

    /// <summary>For each file whether a row of it may match, by the statistics of columns that are there.</summary>
    /// <param name="filter">Bound, without <c>not</c>.</param>
    public bool[] MayMatch(Expression filter)
    {
        switch (filter)
        {
            case BoundPredicate predicate:
                return Field(predicate.Term.Field.Id).MayMatch(predicate);
            case AndExpression both:
                var all = MayMatch(both.Left);
                var right = MayMatch(both.Right);
                for (var i = 0; i < all.Length; i++) all[i] &= right[i];
                return all;
            case OrExpression either:
                var any = MayMatch(either.Left);
                var other = MayMatch(either.Right);
                for (var i = 0; i < any.Length; i++) any[i] |= other[i];
                return any;
            default:
                var same = new bool[Count];
                same.AsSpan().Fill(filter is TrueExpression);
                return same;
        }
    }

    /// <summary>What is known of the columns over all files.</summary>
    public RangesOfAll Ranges => new(this);

    /// <summary>The entries of these indexes, which ascend.</summary>
    public IEnumerable<ManifestEntry> Entries(IReadOnlyList<int> indexes) =>
        _reader.EntriesAt([.. indexes.Select(i => new EntryPlace(_blocks[i], _positions[i], _lengths[i], _firstRowIds is null || _firstRowIds[i] < 0 ? null : _firstRowIds[i]))]);

    /// <summary>The same with the statistics of further columns.</summary>
    public ManifestColumns With(ImmutableArray<int> fieldIds)
    {
        var builder = new Builder(_reader, [.. fieldIds.Where(id => !_fields.Any(f => f.FieldId == id))]);
        foreach (var placed in _reader.PlacedEntries()) builder.Add(placed);
        return builder.Build(_fields);
    }

    FieldColumns Field(int id)
    {
        foreach (var field in _fields)
            if (field.FieldId == id) return field;
        throw new System.Diagnostics.UnreachableException("statistics of a column are asked for that were not read");
    }

    internal readonly struct RangesOfAll(ManifestColumns columns) : IRanges
    {
        public ValueRange Of(NestedField field) => columns.Field(field.Id).RangeOfAll(field.Type);
    }

    /// <summary>Collects the columns while a manifest is read.</summary>
    internal sealed class Builder(ManifestReader reader, ImmutableArray<int> fieldIds)
    {
        readonly ImmutableArray<FieldColumns.Builder> _fields = [.. fieldIds.Select(id => new FieldColumns.Builder(id))];
        readonly PartitionIndex _partitions = new();
        readonly List<int> _blocks = [];
        readonly List<int> _positions = [];
        readonly List<int> _lengths = [];
        readonly List<long> _recordCounts = [];
        readonly List<long> _firstRowIds = [];
        readonly List<int> _partitionOf = [];

        public void Add(in PlacedEntry placed)
        {
            if (!placed.Entry.IsLive) return;
            var file = placed.Entry.File;
            _blocks.Add(placed.Block);
            _positions.Add(placed.Position);
            _lengths.Add(placed.Length);
            _recordCounts.Add(file.RecordCount);
            _firstRowIds.Add(file.FirstRowId ?? -1);
            _partitionOf.Add(_partitions.IndexOf(file.EncodedPartition));
            foreach (var field in _fields) field.Add(file);
        }

        /// <param name="further">Statistics that are there already.</param>
        public ManifestColumns Build(ImmutableArray<FieldColumns> further = default) => new(
            reader, _partitions.All, [.. _fields.Select(f => f.Build()), .. further.IsDefault ? [] : further], [.. _blocks], [.. _positions], [.. _lengths], [.. _recordCounts],
            _firstRowIds.Exists(id => id >= 0) ? [.. _firstRowIds] : null, _partitions.All.Length > 1 ? [.. _partitionOf] : null);
    }
}
