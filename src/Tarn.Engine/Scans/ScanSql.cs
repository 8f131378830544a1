using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Variants;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Writes a SELECT for each group of files of a scan.</summary>
sealed class ScanSql(TableMetadata metadata, ScanPlan plan, ScanOptions options, EqualityDeletes equality, PlainReading plain, ScanState state, ulong handle)
{
    public const string AddressFile = "__tarn_file";
    public const string AddressPosition = "__tarn_pos";

    /// <summary>Longer lists of files are not written out.</summary>
    internal const int MaxListed = 32;

    /// <summary>The executor believes that any condition but an equality leaves one row in five (its <c>DEFAULT_SELECTIVITY</c>): a join would be built from the larger side.</summary>
    const int RowsOfCondition = 5;

    const string Alias = "__scan";
    const string Files = "__files";

    static readonly NestedField StoredRowId = LineageColumns.RowId with { Name = "__stored_row_id" };
    static readonly NestedField StoredSequenceNumber = LineageColumns.LastUpdated with { Name = "__stored_sequence_number" };

    readonly Schema _schema = plan.Schema;
    readonly FieldMapping? _mapping = FieldMapping.Parse(metadata.Properties.GetValueOrDefault(FieldMapping.Property));

    /// <summary>No files: the executor's reader refuses an empty list.</summary>
    public static string Empty(TableMetadata metadata, Schema schema, ScanOptions options)
    {
        var columns = schema.Fields.Select(f => $"NULL::{ExecutorTypes.Sql(f.Type)} AS {Identifiers.Quote(f.Name)}").ToList();
        if (options.WithLineage) columns.AddRange([$"NULL::BIGINT AS {LineageColumns.RowId.Name}", $"NULL::BIGINT AS {LineageColumns.LastUpdated.Name}"]);
        if (options.WithPosition) columns.AddRange(["NULL::VARCHAR AS _file", "NULL::BIGINT AS _pos"]);
        if (options.WithAddress) columns.AddRange([$"NULL::UBIGINT AS {AddressFile}", $"NULL::BIGINT AS {AddressPosition}"]);
        columns.AddRange(options.Metadata.Select(n => $"NULL::{MetadataColumns.TypeSql(metadata, n)} AS {n}"));
        return $"SELECT {string.Join(", ", columns)} WHERE false";
    }

    /// <summary>The rows of a group; <paramref name="offset"/> is the place of its first file in the scan.</summary>
    public async Task<string> BranchAsync(ScanGroup group, int offset, CancellationToken cancellationToken)
    {
        var deletes = group.Tasks[0].Deletes;
        var mapping = group.Physical is { } root ? FieldMapping.Of(root, _mapping, group.Tasks[0].File, _schema) : null;
        var hidden = equality.Columns(deletes).Where(c => _schema.FindField(c.Id) is null).ToList();
        var readings = _schema.Fields.Where(f => f.Type.Kind is not TypeKind.Unknown).ToDictionary(f => f.Id, f => Reading(group, mapping, equality.Widened(f, deletes), ColumnReading.NameInScan(f, _schema.Fields)));
        foreach (var column in hidden) readings[column.Id] = Reading(group, mapping, column, $"__key_{column.Id}");
        if (ReadsLineage)
            foreach (var column in (NestedField[])[StoredRowId, StoredSequenceNumber]) readings[column.Id] = Reading(group, mapping, column, column.Name);

        // A table of no columns, or of unknown ones alone, still has its rows.
        var entries = readings.Count > 0
            ? readings.Values.Select(r => r.MapEntry)
            : [ColumnReading.ById(StoredRowId, StoredRowId.Name).MapEntry];
        var how = await plain.AppliesToAsync(group, readings.Values, cancellationToken).ConfigureAwait(false) ? PlainReading.Options : $"schema = MAP {{{string.Join(", ", entries)}}}";
        var fileKey = group.Tasks.Length == 1 ? $"{handle + (ulong)offset}::UBIGINT" : $"({handle + (ulong)offset}::UBIGINT + {Alias}.file_index)";
        var live = Live(group, offset, fileKey);
        var isCondition = live is not null && !ShowsDeleted;
        // A filter of the statement's own brings that belief along anyway.
        var rows = isCondition && !plan.IsFiltered ? Math.Min(group.RecordCount, long.MaxValue / RowsOfCondition) * RowsOfCondition : group.RecordCount;
        var source = $"read_parquet({FilesOf(group, offset)}, {how}, explicit_cardinality = {rows.ToString(CultureInfo.InvariantCulture)}) AS {Alias}";
        var ofFile = options.Metadata.Where(MetadataColumns.IsOfFile).ToList();
        var (joins, marks) = await equality.JoinsAsync(deletes, Alias, readings, ShowsDeleted, cancellationToken).ConfigureAwait(false);
        if (ofFile.Count > 0) source += $" JOIN {MetadataColumns.FilesTable(metadata, group.Tasks.Select((t, i) => (i, t)), ofFile, Files)} ON {Files}.__index = {Alias}.file_index";
        var isDeleted = string.Join(" OR ", (live is null ? marks : marks.Prepend($"NOT {live}")).DefaultIfEmpty("false"));
        foreach (var field in _schema.Fields)
            if (equality.Widened(field, deletes) is var widened && !widened.Type.Equals(field.Type)) readings[field.Id] = readings[field.Id] with { Expression = EqualityDeletes.Narrow(field.Type, widened.Type, readings[field.Id].Expression) };
        return $"SELECT {string.Join(", ", Projection(group, offset, readings, mapping, fileKey, isDeleted))} FROM {source}{joins}{(isCondition ? $" WHERE {live}" : "")}";
    }

    /// <summary>A few paths as they are; of many their place in the state, as the executor spends more on a list's text than on the list.</summary>
    string FilesOf(ScanGroup group, int offset) => group.Paths.Length <= MaxListed
        ? $"[{string.Join(", ", group.Paths.Select(Identifiers.Literal))}]"
        : $"{ScanFunctions.Files}({handle}::UBIGINT, {offset}::UBIGINT, {group.Paths.Length}::UBIGINT)";

    IEnumerable<string> Projection(ScanGroup group, int offset, Dictionary<int, ColumnReading> readings, FieldMapping? mapping, string fileKey, string isDeleted)
    {
        foreach (var field in _schema.Fields)
        {
            var name = Identifiers.Quote(field.Name);
            yield return !readings.TryGetValue(field.Id, out var reading) ? $"NULL::{ExecutorTypes.Sql(field.Type)} AS {name}"
                : HasVariantRows(group, offset, field) ? $"{WithVariants(group, field, mapping, reading.Expression, fileKey)} AS {name}"
                : field.Type.Kind is TypeKind.Time ? $"{ScanFunctions.TimeOfDay}({reading.Expression}) AS {name}"
                : reading.Expression == name ? name
                : $"{reading.Expression} AS {name}";
        }
        if (options.WithLineage)
        {
            yield return $"{RowId(fileKey)} AS {LineageColumns.RowId.Name}";
            yield return $"{SequenceNumber(fileKey)} AS {LineageColumns.LastUpdated.Name}";
        }
        if (options.WithAddress)
        {
            yield return $"{(offset == 0 ? "" : $"{offset}::UBIGINT + ")}{Alias}.file_index AS {AddressFile}";
            yield return $"{Alias}.file_row_number AS {AddressPosition}";
        }
        if (options.WithPosition)
        {
            yield return $"{Alias}.filename AS _file";
            yield return $"{Alias}.file_row_number AS _pos";
        }
        foreach (var name in options.Metadata) yield return $"{(name == MetadataColumns.Deleted ? $"({isDeleted})" : Metadata(name, fileKey))} AS {name}";
    }

    bool ReadsLineage => options.WithLineage || (HasLineage && options.Metadata.Any(n => n is MetadataColumns.RowId or MetadataColumns.SequenceNumber));

    /// <summary>Spec, "Row Lineage": since v3.</summary>
    bool HasLineage => metadata.FormatVersion >= 3;

    string Metadata(string name, string fileKey) => name switch
    {
        MetadataColumns.Position => $"{Alias}.file_row_number",
        MetadataColumns.RowId => HasLineage ? RowId(fileKey) : "NULL::BIGINT",
        MetadataColumns.SequenceNumber => HasLineage ? SequenceNumber(fileKey) : "NULL::BIGINT",
        _ => $"{Files}.{name}",
    };

    static string RowId(string fileKey) => $"coalesce({StoredRowId.Name}, {ScanFunctions.RowId}({fileKey}, {Alias}.file_row_number))";

    static string SequenceNumber(string fileKey) => $"coalesce({StoredSequenceNumber.Name}, {ScanFunctions.SequenceNumber}({fileKey}))";

    bool ShowsDeleted => options.Metadata.Contains(MetadataColumns.Deleted);

    /// <summary>The condition that no position delete has; null where no file of the group has deleted rows.</summary>
    string? Live(ScanGroup group, int offset, string fileKey) =>
        Enumerable.Range(offset, group.Tasks.Length).Any(i => state.Deleted[i] is not null)
            ? $"{(group.Tasks.Length == 1 ? ScanFunctions.IsLiveInFile : ScanFunctions.IsLive)}({fileKey}, {Alias}.file_row_number)"
            : null;

    bool HasVariantRows(ScanGroup group, int offset, NestedField field) =>
        Enumerable.Range(offset, group.Tasks.Length).Any(i => state.Variants[i]?.ContainsKey(field.Id) is true);

    static string WithVariants(ScanGroup group, NestedField field, FieldMapping? mapping, string value, string fileKey) =>
        new VariantReading(fileKey, field, $"{Alias}.file_row_number", mapping).Wrap(value, group.Physical is { } root ? FieldMapping.Find(root, field, mapping) : null);

    ColumnReading Reading(ScanGroup group, FieldMapping? mapping, NestedField field, string name)
    {
        if (group.Physical is not { } root) return ColumnReading.ById(field, name);
        return ColumnReading.For(field, name, root, mapping, PartitionValue(group.Tasks[0].File, field) ?? field.InitialDefault);
    }

    /// <summary>Spec, "Column Projection": the value of an identity partition stands in for a column that the file lacks.</summary>
    object? PartitionValue(DataFile file, NestedField field)
    {
        var spec = metadata.PartitionSpecs.FirstOrDefault(s => s.SpecId == file.SpecId);
        if (spec is null) return null;
        for (var i = 0; i < spec.Fields.Length && i < file.Partition.Count; i++)
            if (spec.Fields[i].SourceId == field.Id && spec.Fields[i].Transform is IdentityTransform) return file.Partition[i];
        return null;
    }
}
