using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Equality delete files as anti joins: a row is gone when a delete row has the same values, nulls being equal. Spec: "Equality Delete Files".</summary>
/// <remarks>Which delete file applies to which data file (sequence numbers, partitions) is the planner's answer: files with the same delete files are read together.</remarks>
sealed class EqualityDeletes(ReadableFiles files, Connection connection, TableMetadata metadata, Schema schema)
{
    /// <summary>What names a set of delete files; empty for none.</summary>
    public static string KeyOf(IEnumerable<DataFile> deletes) =>
        string.Join('\n', deletes.Where(d => d.Content is DataFileContent.EqualityDeletes).Select(d => d.FilePath).Order(StringComparer.Ordinal));

    /// <summary>The columns that the delete files compare, also those that the table has dropped since, which "must still be used".</summary>
    public ImmutableArray<NestedField> Columns(IEnumerable<DataFile> deletes) =>
        [.. deletes.Where(d => d.Content is DataFileContent.EqualityDeletes).SelectMany(d => d.EqualityIds).Distinct().Order().Select(Column)];

    /// <summary>The joins, to stand behind the scan <paramref name="alias"/> whose columns are named by <paramref name="nameOf"/>: anti joins, or ones that keep deleted rows, with what is true of those.</summary>
    public async Task<(string Joins, IReadOnlyList<string> Deleted)> JoinsAsync(IEnumerable<DataFile> deletes, string alias, Func<int, string> nameOf, bool keepsDeleted, CancellationToken cancellationToken)
    {
        var (joins, marks) = (new List<string>(), new List<string>());
        foreach (var group in deletes.Where(d => d.Content is DataFileContent.EqualityDeletes).GroupBy(d => string.Join(',', d.EqualityIds.Order())))
        {
            var ids = group.First().EqualityIds.Order().ToList();
            var paths = new List<string>();
            foreach (var file in group) paths.Add(await files.PathAsync(connection, file, cancellationToken).ConfigureAwait(false));
            var entries = ids.Select(id => ColumnReading.ById(Column(id) with { InitialDefault = null }, KeyName(id)).MapEntry);
            var rows = group.Sum(f => f.RecordCount).ToString(CultureInfo.InvariantCulture);
            var delete = $"__deletes_{joins.Count}";
            var keys = string.Join(", ", ids.Select(id => Identifiers.Quote(KeyName(id))));
            var source = $"SELECT DISTINCT {keys}, true AS {Mark} FROM read_parquet([{string.Join(", ", paths.Select(Identifiers.Literal))}], "
                + $"schema = MAP {{{string.Join(", ", entries)}}}, explicit_cardinality = {rows})";
            var condition = ids.Select(id => $"{alias}.{Identifiers.Quote(nameOf(id))} IS NOT DISTINCT FROM {delete}.{Identifiers.Quote(KeyName(id))}");
            joins.Add($" {(keepsDeleted ? "LEFT" : "ANTI")} JOIN ({source}) AS {delete} ON {string.Join(" AND ", condition)}");
            marks.Add($"{delete}.{Mark} IS NOT NULL");
        }
        return (string.Concat(joins), marks);
    }

    const string Mark = "__deleted";

    static string KeyName(int id) => $"__key_{id}";

    NestedField Column(int id)
    {
        var holder = schema.FindField(id) is not null ? schema : metadata.Schemas.LastOrDefault(s => s.FindField(id) is not null);
        var field = holder?.FindField(id)
            ?? throw new EngineException(EngineErrorKind.Corrupt, $"An equality delete file compares field {id}, which no schema of the table has.");
        return holder!.FindParent(id) is null && field.Type.IsPrimitive
            ? field
            : throw new EngineException(EngineErrorKind.NotSupported, $"An equality delete file compares '{holder.FindName(id)}', a nested field; that cannot be read yet.");
    }
}
