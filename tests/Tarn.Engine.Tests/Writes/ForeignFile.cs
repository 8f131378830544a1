using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Tests.Writes;

/// <summary>Files that another writer made, as the table's manifests would name them.</summary>
static class ForeignFile
{
    /// <param name="table">The table.</param>
    /// <param name="rows">A query.</param>
    /// <param name="ids">The field ids, as COPY takes them; empty for none.</param>
    /// <param name="options">Further options of COPY.</param>
    /// <param name="content">What the file is.</param>
    /// <param name="equality">The fields that an equality delete file compares.</param>
    public static async Task<DataFile> ForeignAsync(
        this WritingTable table, string rows, string ids, string? options = null, DataFileContent content = DataFileContent.Data, params ImmutableArray<int> equality)
    {
        var path = Path.Combine(Location.Parse(table.Metadata.Location).LocalPath, "foreign", $"{Guid.NewGuid():N}.parquet");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _ = await table.Engine.Connection.ExecuteAsync($"COPY ({rows}) TO {Identifiers.Literal(path)} (FORMAT parquet{(ids == "" ? "" : $", FIELD_IDS {{{ids}}}")}{(options is null ? "" : $", {options}")})", default);
        var count = await table.Engine.JsonAsync($"SELECT count(*) AS n FROM read_parquet({Identifiers.Literal(path)})", asLines: true);
        return new DataFile
        {
            Content = content,
            Format = FileFormat.Parquet,
            FilePath = Location.OfLocalPath(path).ToString(),
            Partition = PartitionTuple.Empty,
            RecordCount = long.Parse(count.Trim()["{\"n\":".Length..^1], CultureInfo.InvariantCulture),
            FileSizeInBytes = new FileInfo(path).Length,
            EqualityIds = equality,
        };
    }

    public static Task<DataFile> EqualityDeleteAsync(this WritingTable table, string rows, string ids, params ImmutableArray<int> equality) =>
        table.ForeignAsync(rows, ids, null, DataFileContent.EqualityDeletes, equality);
}
