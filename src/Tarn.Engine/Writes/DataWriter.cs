using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>Writes the rows of a query as Parquet data files of a table, with metrics: COPY into a folder of the write's own, and each finished file taken into the store.</summary>
/// <param name="store">Where the table is.</param>
/// <param name="stagingFolder">A local folder for stores that are not local.</param>
public sealed class DataWriter(IObjectStore store, string stagingFolder)
{
    /// <summary>Runs the query and returns the files, which no snapshot holds yet.</summary>
    /// <param name="connection">Runs the query; its instance has <see cref="TransformFunctions"/> and <see cref="VariantEncoding"/>.</param>
    /// <param name="request">The table and the rows.</param>
    /// <param name="cancellationToken">Cancels; what was written is removed then.</param>
    /// <exception cref="EngineException">The query fails, or gives values that the table cannot hold. Nothing is left behind.</exception>
    public async Task<PendingWrite> WriteAsync(Connection connection, WriteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        var properties = WriteProperties.Of(request.Metadata);
        using var folder = StagingFolder.For(store, properties.Locations.Folder, stagingFolder);
        var written = await CopyAsync(connection, request, properties, folder.Path, cancellationToken).ConfigureAwait(false);
        var files = await DescribeAsync(connection, request.Metadata, properties, written, cancellationToken).ConfigureAwait(false);
        return await PendingWrite.ImportAsync(store, files, cancellationToken).ConfigureAwait(false);
    }

    static async Task<List<WrittenFile>> CopyAsync(
        Connection connection, WriteRequest request, WriteProperties properties, string folder, CancellationToken cancellationToken)
    {
        NamesApart.Require(request.Metadata.Schema);
        using var probe = connection.Prepare(request.Rows);
        var given = new Dictionary<string, LogicalType>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in probe.Columns) given[column.Name] = column.Type;
        CheckNames(request.Metadata, given);
        var sql = CopyStatement.For(request.Metadata, properties, request.Rows, given, folder);
        using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        var files = new List<WrittenFile>();
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++) files.Add(ReadStatistics(batch, row));

        // An empty answer leaves a file without rows, which no table needs.
        return MarkedColumns.Mark(request.Metadata.Schema, [.. files.Where(f => f.RowCount > 0)]);
    }

    static void CheckNames(TableMetadata metadata, Dictionary<string, LogicalType> given)
    {
        var unknown = given.Keys.FirstOrDefault(n => !LineageColumns.Of(metadata, given).Any(c => c.Name == n) && !metadata.Schema.Fields.Any(f => string.Equals(f.Name, n, StringComparison.OrdinalIgnoreCase)));
        if (unknown is not null)
            throw new EngineException(EngineErrorKind.Binding, $"The table has no column '{unknown}'. Nothing was written.");
    }

    internal static WrittenFile ReadStatistics(ResultBatch batch, int row)
    {
        var columns = ((KeyValuePair<object?, object?>[])ColumnValue.Read(batch.Column(4), row)!)
            .ToImmutableDictionary(c => (string)c.Key!, c => ColumnStatistics.Of(Texts(c.Value)), StringComparer.Ordinal);
        var keys = ColumnValue.Read(batch.Column(5), row) is KeyValuePair<object?, object?>[] pairs
            ? pairs.ToImmutableDictionary(p => (string)p.Key!, p => (string?)p.Value, StringComparer.Ordinal)
            : [];
        return new WrittenFile(
            batch.Column(0).Text(row), Convert.ToInt64(ColumnValue.Read(batch.Column(1), row)), Convert.ToInt64(ColumnValue.Read(batch.Column(2), row)), columns, keys);
    }

    static Dictionary<string, string> Texts(object? map) => ((KeyValuePair<object?, object?>[])map!)
        .Where(p => p.Value is not null).ToDictionary(p => (string)p.Key!, p => (string)p.Value!, StringComparer.Ordinal);

    static async Task<List<(string Path, DataFile File)>> DescribeAsync(
        Connection connection, TableMetadata metadata, WriteProperties properties, List<WrittenFile> written, CancellationToken cancellationToken)
    {
        var schema = metadata.Schema;
        var leaves = ColumnPath.Leaves(schema).Where(l => l.Field.Type.Kind is not TypeKind.Unknown).ToList();
        var paths = written.Select(f => f.Path).ToList();
        var offsets = await FileInspection.SplitOffsetsAsync(connection, paths, cancellationToken).ConfigureAwait(false);
        var again = leaves.Where(l => FileInspection.IsNeeded(l.Field) && properties.Metrics[l.Field.Id].HasCounts && !schema.IsRepeated(l.Field.Id)).ToList();
        var inspected = await InspectAsync(connection, written, again, cancellationToken).ConfigureAwait(false);
        var files = new List<(string, DataFile)>(written.Count);
        foreach (var file in written)
        {
            CheckRequired(schema.Fields, file);
            var metrics = new DataFileMetrics();
            foreach (var (path, field) in leaves)
            {
                var read = inspected.TryGetValue((file.Path, path), out var found) ? found : (InspectedColumn?)null;
                metrics.Add(schema, field, properties.Metrics[field.Id], file.Columns.GetValueOrDefault(path), read);
            }
            files.Add((file.Path, DataFileOf(metadata, properties, file, metrics, offsets.GetValueOrDefault(file.Path, []))));
        }
        return files;
    }

    /// <summary>Reads the columns of the files where the footers leave something open; what they settle is taken from them.</summary>
    static async Task<ImmutableDictionary<(string File, string Column), InspectedColumn>> InspectAsync(
        Connection connection, List<WrittenFile> written, List<(string Path, NestedField Field)> columns, CancellationToken cancellationToken)
    {
        if (!columns.Any(c => FileInspection.IsFloating(c.Field.Type)))
            return await FileInspection.ColumnsAsync(connection, [.. written.Select(f => f.Path)], columns, cancellationToken).ConfigureAwait(false);
        var settled = await FileInspection.WithoutNansAsync(connection, [.. written.Select(f => f.Path)], cancellationToken).ConfigureAwait(false);
        bool IsSettled(WrittenFile file, (string Path, NestedField Field) column) =>
            FileInspection.IsFloating(column.Field.Type) && ColumnPath.InFooter(column.Path) is { } name && settled.Contains((file.Path, name)) && file.Columns.TryGetValue(column.Path, out var said)
            // Of a file with row groups that have no value the executor says no bounds, though others have some.
            && (said.Min is not null || said.Nulls == said.Values);
        var found = ImmutableDictionary.CreateBuilder<(string, string), InspectedColumn>();
        foreach (var group in written.GroupBy(f => string.Join(' ', columns.Select((c, i) => IsSettled(f, c) ? "" : $"{i}"))))
        {
            var open = columns.Where(c => !IsSettled(group.First(), c)).ToList();
            found.AddRange(await FileInspection.ColumnsAsync(connection, [.. group.Select(f => f.Path)], open, cancellationToken).ConfigureAwait(false));
            foreach (var file in group)
                foreach (var (path, _) in columns.Except(open))
                    found[(file.Path, path)] = new InspectedColumn(0, file.Columns[path].Min, file.Columns[path].Max);
        }
        return found.ToImmutable();
    }

    static void CheckRequired(ImmutableArray<NestedField> fields, WrittenFile file)
    {
        foreach (var field in fields.Where(f => f.Required && f.Type.IsPrimitive))
            if (file.Columns.TryGetValue(Identifiers.Quote(field.Name), out var statistics) && statistics.Nulls > 0)
                throw new EngineException(EngineErrorKind.InvalidInput, $"The column '{field.Name}' is required, and {statistics.Nulls} rows have no value for it. Nothing was written.");
    }

    static DataFile DataFileOf(TableMetadata metadata, WriteProperties properties, WrittenFile file, DataFileMetrics metrics, ImmutableArray<long> offsets)
    {
        var partition = PartitionOf(metadata, file);
        var folder = PartitionFolder.Of(metadata.Spec, metadata.Schema, partition);
        return new DataFile
        {
            Content = DataFileContent.Data,
            Format = FileFormat.Parquet,
            FilePath = properties.Locations.Of(folder, Path.GetFileName(file.Path)),
            SpecId = metadata.Spec.SpecId,
            Partition = partition,
            RecordCount = file.RowCount,
            FileSizeInBytes = file.Length,
            ColumnSizes = ColumnCounts.Of(metrics.ColumnSizes),
            ValueCounts = ColumnCounts.Of(metrics.ValueCounts),
            NullValueCounts = ColumnCounts.Of(metrics.NullCounts),
            NanValueCounts = ColumnCounts.Of(metrics.NanCounts),
            LowerBounds = ColumnBounds.Of(metrics.LowerBounds),
            UpperBounds = ColumnBounds.Of(metrics.UpperBounds),
            SplitOffsets = offsets,
            // The executor writes with several threads: rows come in long sorted runs, whose sequence is any, and a file must not claim more.
            SortOrderId = SortOrder.Unsorted.OrderId,
        };
    }

    static PartitionTuple PartitionOf(TableMetadata metadata, WrittenFile file) => new(
    [
        .. metadata.Spec.Fields.Select((field, i) =>
        {
            if (!file.PartitionKeys.TryGetValue(CopyStatement.PartitionPrefix + i, out var text) || text is null) return null;
            var type = field.Transform.ResultType(metadata.Schema.FindField(field.SourceId)?.Type ?? IcebergType.Int);
            if (type.Kind is TypeKind.Binary or TypeKind.Fixed) return Convert.FromHexString(text);
            return field.Transform is TemporalTransform
                ? int.Parse(text, CultureInfo.InvariantCulture)
                : StatisticsText.Parse(type, text) ?? throw new EngineException(EngineErrorKind.NotSupported, $"The partition value {text} of '{field.Name}' cannot be kept.");
        }),
    ]);
}
