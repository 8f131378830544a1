using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>The columns of a file that hold byte arrays of one length each, by their places among the leaves of the schema.</summary>
sealed class FixedColumns
{
    readonly Dictionary<int, (int FieldId, int Element, FixedPages Pages)> _byLeaf = [];
    readonly ThriftStruct[] _elements;
    readonly IReadOnlyDictionary<int, int> _lengths;
    int _leaves;

    FixedColumns(ThriftStruct[] elements, IReadOnlyDictionary<int, int> lengths) => (_elements, _lengths) = (elements, lengths);

    /// <param name="metadata">The file's.</param>
    /// <param name="lengths">Lengths by field ids.</param>
    public static FixedColumns Find(ThriftStruct metadata, IReadOnlyDictionary<int, int> lengths)
    {
        var columns = new FixedColumns([.. metadata.List(ParquetIds.File.Schema)!.Structs], lengths);
        var at = 1;
        for (var i = 0L; i < columns._elements[0].Number(ParquetIds.Element.ChildCount); i++) at = columns.Walk(at, isRepeated: false, isOptional: false);
        return columns;
    }

    public PageChange? ChangeOf(int leaf, ThriftStruct column) => _byLeaf.TryGetValue(leaf, out var found) ? found.Pages.ChangeOf(column) : null;

    /// <summary>The metadata with what the columns are now.</summary>
    public ThriftStruct Declare(ThriftStruct metadata)
    {
        var elements = _elements.ToArray();
        foreach (var (_, at, pages) in _byLeaf.Values) elements[at] = Declare(elements[at], pages.Length);
        var groups = metadata.List(ParquetIds.File.RowGroups)!;
        return metadata.With(ParquetIds.File.Schema, metadata.List(ParquetIds.File.Schema)!.With(elements))
            .With(ParquetIds.File.RowGroups, groups.With([.. groups.Structs.Select(DeclareGroup)]));
    }

    /// <summary>The bytes of each column by its field id.</summary>
    public IReadOnlyDictionary<int, long> Sizes(ThriftStruct metadata)
    {
        var sizes = _byLeaf.Values.ToDictionary(c => c.FieldId, _ => 0L);
        foreach (var group in metadata.List(ParquetIds.File.RowGroups)!.Structs)
            foreach (var (leaf, chunk) in group.List(ParquetIds.RowGroup.Columns)!.Structs.Index())
                if (_byLeaf.TryGetValue(leaf, out var found)) sizes[found.FieldId] += chunk.Struct(ParquetIds.Chunk.MetaData)!.Number(ParquetIds.Column.TotalCompressedSize) ?? 0;
        return sizes;
    }

    int Walk(int at, bool isRepeated, bool isOptional)
    {
        var element = _elements[at];
        var repetition = element.Number(ParquetIds.Element.Repetition) ?? 0;
        (isRepeated, isOptional) = (isRepeated || repetition == 2, isOptional || repetition != 0);
        var children = element.Number(ParquetIds.Element.ChildCount) ?? 0;
        if (children == 0)
        {
            if (element.Number(ParquetIds.Element.FieldId) is { } id && _lengths.TryGetValue((int)id, out var length) && element.Number(ParquetIds.Element.Type) == ParquetIds.Physical.ByteArray)
                _byLeaf.Add(_leaves, ((int)id, at, new FixedPages(length, isRepeated, isOptional)));
            _leaves++;
        }
        at++;
        for (var i = 0L; i < children; i++) at = Walk(at, isRepeated, isOptional);
        return at;
    }

    static ThriftStruct Declare(ThriftStruct element, int length) => new(
    [
        .. element.With(ParquetIds.Element.Type, ParquetIds.Physical.FixedLengthByteArray).Without(ParquetIds.Element.TypeLength).Fields
            .Append(new ThriftField(ParquetIds.Element.TypeLength, ThriftKind.Int, (long)length)).OrderBy(f => f.Id),
    ]);

    ThriftStruct DeclareGroup(ThriftStruct group)
    {
        var chunks = group.List(ParquetIds.RowGroup.Columns)!;
        return group.With(ParquetIds.RowGroup.Columns, chunks.With([.. chunks.Structs.Select((c, i) => _byLeaf.ContainsKey(i) ? DeclareChunk(c) : c)]));
    }

    static ThriftStruct DeclareChunk(ThriftStruct chunk) => chunk.With(
        ParquetIds.Chunk.MetaData,
        chunk.Struct(ParquetIds.Chunk.MetaData)!.With(ParquetIds.Column.Type, ParquetIds.Physical.FixedLengthByteArray).Without(ParquetIds.Column.SizeStatistics));
}
