using System.Collections.Immutable;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Tests.Scans.Foreign;

/// <summary>The live files of a snapshot, and the rows that they have by the words of the specification, file by file and row by row. Spec: "Scan Planning".</summary>
sealed record ForeignState(ImmutableList<ForeignEntry> Data, ImmutableList<ForeignEntry> Deletes)
{
    public static ForeignState Empty { get; } = new([], []);

    public IEnumerable<ForeignRow> Rows(TableMetadata metadata) =>
        from data in Data
        from position in Enumerable.Range(0, data.Rows.Length)
        where !IsDeleted(metadata, data, position)
        select data.Rows[position];

    /// <summary>Positions of a data file that vectors and position deletes hide.</summary>
    public IEnumerable<long> DeletedPositions(ForeignEntry data)
    {
        var own = Deletes.Where(d => d.File.Content == DataFileContent.PositionDeletes && d.Sequence >= data.Sequence && IsOfPartition(d, data) && d.Positions.Any(p => p.Path == data.File.FilePath)).ToList();
        var vectors = own.Where(d => d.File.IsDeletionVector).ToList();
        return (vectors.Count > 0 ? vectors : own).SelectMany(d => d.Positions).Where(p => p.Path == data.File.FilePath).Select(p => p.Position).Where(p => p < data.Rows.Length).Distinct();
    }

    bool IsDeleted(TableMetadata metadata, ForeignEntry data, int position) =>
        DeletedPositions(data).Contains(position) || Deletes.Any(d => d.File.Content == DataFileContent.EqualityDeletes && d.Sequence > data.Sequence
            && (metadata.SpecById(d.File.SpecId)!.IsUnpartitioned || IsOfPartition(d, data))
            && d.Rows.Any(key => d.File.EqualityIds.All(id => Equals(key.Of(id), data.Rows[position].Of(id)))));

    static bool IsOfPartition(ForeignEntry delete, ForeignEntry data) => delete.File.SpecId == data.File.SpecId && delete.File.Partition.Equals(data.File.Partition);
}
