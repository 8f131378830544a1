using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>Columns of instants in nanoseconds, which the executor writes as timestamps of the same numbers: the files' footers are corrected. Spec: Appendix A, "Parquet".</summary>
static class UtcNanos
{
    /// <summary>Begins the names of such files, which must not be taken for those that the executor reads as it wrote them.</summary>
    public const string FilePrefix = "nanos-";

    public static bool IsIn(IEnumerable<NestedField> fields) => FieldIds(fields).Any();

    /// <summary>The files with their footers corrected.</summary>
    public static List<WrittenFile> Mark(IReadOnlyList<NestedField> fields, List<WrittenFile> files)
    {
        var ids = FieldIds(fields).ToHashSet();
        if (ids.Count == 0) return files;
        return [.. files.Select(file =>
        {
            ParquetRewrite.MarkUtcNanos(file.Path, ids);
            return file with { Length = new FileInfo(file.Path).Length };
        })];
    }

    static IEnumerable<int> FieldIds(IEnumerable<NestedField> fields) =>
        fields.SelectMany(f => FieldIds(f.Type.Children).Concat(f.Type.Kind is TypeKind.TimestamptzNs ? [f.Id] : []));
}
