using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>What COPY does not say of the files that it wrote, read back from them.</summary>
/// <remarks>
/// Row-group offsets are in the footers. <c>has_nan</c> is that of the last row group alone and there is no count of NaNs, but a row group with a NaN has no bounds in the footer: where each has
/// them there is none to count, and the other floating columns are read again without their NaNs. Decimals of more than 18 digits have no statistics at all.
/// </remarks>
static class FileInspection
{
    /// <summary>Paths a query: the SQL stays below a megabyte.</summary>
    const int FilesPerQuery = 2000;

    /// <summary>So many files are looked at each for itself: grouping a large file's rows by its name costs more than reading them.</summary>
    const int FilesAlone = 16;

    /// <summary>Where the row groups of each file begin.</summary>
    public static async Task<ImmutableDictionary<string, ImmutableArray<long>>> SplitOffsetsAsync(
        Connection connection, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var offsets = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var some in paths.Chunk(FilesPerQuery))
        {
            var sql = "SELECT file_name, min(coalesce(dictionary_page_offset, data_page_offset))::BIGINT AS o "
                + $"FROM parquet_metadata([{string.Join(", ", some.Select(Identifiers.Literal))}]) GROUP BY file_name, row_group_id ORDER BY file_name, o";
            using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
            await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
                for (var row = 0; row < batch.RowCount; row++)
                {
                    var path = batch.Column(0).Text(row);
                    if (!offsets.TryGetValue(path, out var list)) offsets.Add(path, list = []);
                    list.Add(batch.Column(1).Values<long>()[row]);
                }
        }
        return offsets.ToImmutableDictionary(p => p.Key, p => p.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>Floating columns of which no row group has a NaN, by file and <see cref="ColumnPath"/>'s footer name: all have bounds, or no value to bound. A name that two columns have is left out.</summary>
    public static async Task<ImmutableHashSet<(string File, string Column)>> WithoutNansAsync(Connection connection, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var found = ImmutableHashSet.CreateBuilder<(string, string)>();
        foreach (var some in paths.Chunk(FilesPerQuery))
        {
            var sql = $"SELECT file_name, path_in_schema FROM parquet_metadata([{string.Join(", ", some.Select(Identifiers.Literal))}]) WHERE type IN ('FLOAT', 'DOUBLE') GROUP BY ALL "
                + "HAVING bool_and((stats_min_value IS NOT NULL AND stats_max_value IS NOT NULL) OR stats_null_count IS NOT DISTINCT FROM num_values) AND count(*) = count(DISTINCT row_group_id)";
            using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
            await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
                for (var row = 0; row < batch.RowCount; row++) found.Add((batch.Column(0).Text(row), batch.Column(1).Text(row)));
        }
        return found.ToImmutable();
    }

    /// <summary>True for columns whose bounds or NaN counts must be read from the file: not those in lists and maps, which have no bounds.</summary>
    public static bool IsNeeded(NestedField field) => IsFloating(field.Type) || field.Type is DecimalType { Precision: > 18 };

    public static bool IsFloating(IcebergType type) => type.Kind is TypeKind.Float or TypeKind.Double;

    /// <summary>For each file and column path: NaNs, and the least and greatest other value as text.</summary>
    public static async Task<ImmutableDictionary<(string File, string Column), InspectedColumn>> ColumnsAsync(
        Connection connection, IReadOnlyList<string> paths, IReadOnlyList<(string Path, NestedField Field)> columns, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<(string, string), InspectedColumn>();
        if (columns.Count == 0) return found.ToImmutable();
        var values = columns.SelectMany(c => Aggregates(c.Path, c.Field.Type)).ToList();
        foreach (var some in paths.Chunk(FilesPerQuery))
        {
            var sql = some.Length <= FilesAlone
                ? string.Join("\nUNION ALL\n", some.Select(p => $"SELECT {Identifiers.Literal(p)}, {string.Join(", ", values)} FROM {Reader([p], "")}"))
                : $"SELECT filename, {string.Join(", ", values)} FROM {Reader(some, ", filename = true")} GROUP BY filename";
            using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
            await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
                for (var row = 0; row < batch.RowCount; row++)
                    for (var i = 0; i < columns.Count; i++)
                        found[(batch.Column(0).Text(row), columns[i].Path)] = Read(batch, 1 + (i * 3), row);
        }
        return found.ToImmutable();
    }

    static string Reader(string[] paths, string options) => $"read_parquet([{string.Join(", ", paths.Select(Identifiers.Literal))}], hive_partitioning = false{options})";

    static InspectedColumn Read(ResultBatch batch, int column, int row) => new(
        batch.Column(column).Values<long>()[row],
        batch.Column(column + 1).IsNull(row) ? null : batch.Column(column + 1).Text(row),
        batch.Column(column + 2).IsNull(row) ? null : batch.Column(column + 2).Text(row));

    static IEnumerable<string> Aggregates(string path, IcebergType type)
    {
        var isFloating = IsFloating(type);
        var filter = isFloating ? $" FILTER (NOT isnan({path}))" : "";
        yield return isFloating ? $"count(*) FILTER (isnan({path}))" : "0::BIGINT";
        yield return string.Create(CultureInfo.InvariantCulture, $"min({path}){filter}::VARCHAR");
        yield return string.Create(CultureInfo.InvariantCulture, $"max({path}){filter}::VARCHAR");
    }
}
