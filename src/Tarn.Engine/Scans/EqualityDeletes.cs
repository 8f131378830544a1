using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Equality delete files as anti joins: a row is gone when a delete row has the same values, nulls being equal. Spec: "Equality Delete Files".</summary>
/// <remarks>Which delete file applies to which data file (sequence numbers, partitions) is the planner's answer: files with the same delete files are read together.</remarks>
sealed class EqualityDeletes(ReadableFiles files, PhysicalSchemas physical, Connection connection, TableMetadata metadata, Schema schema)
{
    /// <summary>What names a set of delete files; empty for none.</summary>
    public static string KeyOf(IEnumerable<DataFile> deletes) =>
        string.Join('\n', Of(deletes).Select(d => d.FilePath).Order(StringComparer.Ordinal));

    /// <summary>The columns of the table that hold what the delete files compare, also those that the table has dropped since, which "must still be used".</summary>
    public ImmutableArray<NestedField> Columns(IEnumerable<DataFile> deletes) =>
        [.. Of(deletes).SelectMany(d => d.EqualityIds).Select(id => Path(id)[0]).DistinctBy(c => c.Id).OrderBy(c => c.Id)];

    /// <summary>Whether any delete file of a scan compares what the table no longer has: in the data files it is found by its id.</summary>
    public static bool CompareDropped(ScanPlan plan) =>
        plan.Tasks.Any(t => t.Deletes.Any(d => d.Content is DataFileContent.EqualityDeletes && d.EqualityIds.Any(id => plan.Schema.FindField(id) is null)));

    /// <summary>A column of the table, and in its structs the fields that the table has dropped from them and the delete files compare: behind those that it has, under names of their own.</summary>
    public NestedField Widened(NestedField column, IEnumerable<DataFile> deletes)
    {
        if (column.Type is not StructType) return column;
        foreach (var id in Of(deletes).SelectMany(d => d.EqualityIds).Distinct().Where(id => schema.FindField(id) is null))
            if (Path(id) is var path && path[0].Id == column.Id) column = With(column, path[1..]);
        return column;
    }

    /// <summary>The table's value of a column that was read as <see cref="Widened"/> says.</summary>
    public static string Narrow(IcebergType table, IcebergType widened, string value) =>
        table is not StructType narrow || widened is not StructType wide || narrow.Equals(wide) ? value
        : $"CASE WHEN {value} IS NOT NULL THEN struct_pack({string.Join(", ", narrow.Fields.Select((f, i) => $"{Identifiers.Quote(f.Name)} := {Narrow(f.Type, wide.Fields[i].Type, $"({value}).{Identifiers.Quote(f.Name)}")}"))}) END";

    /// <summary>The joins, to stand behind the scan <paramref name="alias"/> whose columns are read as <paramref name="readings"/> say: anti joins, or ones that keep deleted rows, with what is true of those.</summary>
    public async Task<(string Joins, IReadOnlyList<string> Deleted)> JoinsAsync(IEnumerable<DataFile> deletes, string alias, IReadOnlyDictionary<int, ColumnReading> readings, bool keepsDeleted, CancellationToken cancellationToken)
    {
        var (joins, marks) = (new List<string>(), new List<string>());
        foreach (var group in Of(deletes).GroupBy(d => string.Join(',', d.EqualityIds.Order())))
        {
            var paths = group.First().EqualityIds.Order().Select(id => InTable(Path(id), deletes)).ToList();
            var delete = $"__deletes_{joins.Count}";
            var source = await SourceAsync([.. group], paths, cancellationToken).ConfigureAwait(false);
            var condition = Keys(paths).Select(p => IsHolder(p)
                ? $"({Value(p, alias, readings)} IS NULL) = {delete}.{KeyName(p)}"
                : Same(p[^1], Value(p, alias, readings), $"{delete}.{KeyName(p)}"));
            joins.Add($" {(keepsDeleted ? "LEFT" : "ANTI")} JOIN (SELECT DISTINCT *, true AS {Mark} FROM ({source})) AS {delete} ON {string.Join(" AND ", condition)}");
            marks.Add($"{delete}.{Mark} IS NOT NULL");
        }
        return (string.Concat(joins), marks);
    }

    /// <summary>The keys in delete files. Those inside of structs are found by ids, file by file, as the names there may be older ones; of the others the executor finds the ids.</summary>
    async Task<string> SourceAsync(IReadOnlyList<DataFile> group, List<ImmutableArray<NestedField>> paths, CancellationToken cancellationToken)
    {
        var locals = new List<string>();
        foreach (var file in group) locals.Add(await files.PathAsync(connection, file, cancellationToken).ConfigureAwait(false));
        var tops = paths.Select(p => p[0] with { InitialDefault = null }).DistinctBy(t => t.Id).ToList();
        if (paths.All(p => p.Length == 1)) return Select(locals, paths, tops.Select(t => ColumnReading.ById(t, TopName(t))), group.Sum(f => f.RecordCount));
        var roots = await physical.ReadAsync(connection, locals, cancellationToken).ConfigureAwait(false);
        return string.Join(" UNION ALL ", group.Select((f, i) => Select([locals[i]], paths, tops.Select(t => ColumnReading.For(t, TopName(t), roots[i], null, null)), f.RecordCount)));
    }

    static string Select(IEnumerable<string> locals, List<ImmutableArray<NestedField>> paths, IEnumerable<ColumnReading> columns, long rows)
    {
        var readings = columns.ToList();
        var keys = Keys(paths).Select(p => $"{Member(readings.Find(r => r.Name == TopName(p[0]))!.Expression, p)}{(IsHolder(p) ? " IS NULL" : "")} AS {KeyName(p)}");
        return $"SELECT {string.Join(", ", keys)} FROM read_parquet([{string.Join(", ", locals.Select(Identifiers.Literal))}], "
            + $"schema = MAP {{{string.Join(", ", readings.Select(r => r.MapEntry))}}}, explicit_cardinality = {rows.ToString(CultureInfo.InvariantCulture)})";
    }

    /// <summary>Nulls are equal, and NaN is; zeros of both signs are not, as in the reference.</summary>
    static string Same(NestedField field, string left, string right)
    {
        var same = $"{left} IS NOT DISTINCT FROM {right}";
        return field.Type.Kind is TypeKind.Float or TypeKind.Double ? $"{same} AND {IsNegativeZero(left)} = {IsNegativeZero(right)}" : same;
    }

    static string IsNegativeZero(string value) => $"coalesce({value} = 0 AND signbit({value}), false)";

    /// <summary>What is compared: the values, and of the structs around them whether they are there. The reference tells a struct without a value from no struct.</summary>
    static IEnumerable<ImmutableArray<NestedField>> Keys(List<ImmutableArray<NestedField>> paths) =>
        paths.Concat(paths.SelectMany(p => Enumerable.Range(1, p.Length - 1).Select(n => p[..n])).DistinctBy(p => p[^1].Id));

    static bool IsHolder(ImmutableArray<NestedField> path) => path[^1].Type is StructType;

    static string Value(ImmutableArray<NestedField> path, string alias, IReadOnlyDictionary<int, ColumnReading> readings)
    {
        var top = readings[path[0].Id];
        return path.Length == 1 && top.Expression == Identifiers.Quote(top.Name) ? $"{alias}.{top.Expression}" : Member(top.Expression, path);
    }

    static string Member(string top, ImmutableArray<NestedField> path) => path.Length == 1 ? top : $"({top}){string.Concat(path[1..].Select(f => $".{Identifiers.Quote(f.Name)}"))}";

    const string Mark = "__deleted";

    static string TopName(NestedField top) => $"__top_{top.Id}";

    static string KeyName(ImmutableArray<NestedField> path) => $"__key_{path[^1].Id}";

    /// <summary>From the table's column, through structs, to the field that is compared.</summary>
    ImmutableArray<NestedField> Path(int id)
    {
        var holder = schema.FindField(id) is not null ? schema : metadata.Schemas.LastOrDefault(s => s.FindField(id) is not null)
            ?? throw new EngineException(EngineErrorKind.Corrupt, $"An equality delete file compares field {id}, which no schema of the table has.");
        var path = ImmutableArray.CreateBuilder<NestedField>();
        for (var field = holder.FindField(id); field is not null; field = holder.FindParent(field.Id)) path.Insert(0, field);
        if (!path[^1].Type.IsPrimitive || path.Take(path.Count - 1).Any(f => f.Type is not StructType))
            throw new EngineException(EngineErrorKind.Corrupt, $"An equality delete file compares '{holder.FindName(id)}', which is no single value of a row.");
        return path.ToImmutable();
    }

    /// <summary>The same fields as the scan has them: in the table's words of today, dropped ones under names of their own.</summary>
    ImmutableArray<NestedField> InTable(ImmutableArray<NestedField> path, IEnumerable<DataFile> deletes)
    {
        if (path.Length == 1 || schema.FindField(path[0].Id) is not { } top) return path;
        var found = ImmutableArray.Create(Widened(top, deletes));
        foreach (var field in path.Skip(1)) found = found.Add(((StructType)found[^1].Type).Fields.First(f => f.Id == field.Id));
        return found;
    }

    static NestedField With(NestedField field, ImmutableArray<NestedField> path)
    {
        if (path.IsEmpty) return field;
        var fields = ((StructType)field.Type).Fields;
        return field with
        {
            Type = new StructType(fields.FirstOrDefault(f => f.Id == path[0].Id) is { } child ? fields.Replace(child, With(child, path[1..])) : fields.Add(Hidden(path))),
        };
    }

    static NestedField Hidden(ImmutableArray<NestedField> path) =>
        path[0] with { Name = $"__key_{path[0].Id}", Type = path.Length == 1 ? path[0].Type : new StructType([Hidden(path[1..])]) };

    /// <summary>Those that compare values; one without rows need not be there.</summary>
    static IEnumerable<DataFile> Of(IEnumerable<DataFile> deletes) => deletes.Where(d => d.Content is DataFileContent.EqualityDeletes && d.RecordCount != 0);
}
