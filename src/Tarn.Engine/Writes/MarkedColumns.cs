using Tarn.Engine.Native;
using Tarn.Engine.Scans.Variants;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>
/// Columns that the executor writes as something else, and that the files' footers then say: instants in nanoseconds are timestamps of the same numbers, and variants the groups of their bytes,
/// as its own writing of variants makes no difference between a variant's null and no value. Spec: Appendix A, "Parquet".
/// </summary>
static class MarkedColumns
{
    /// <summary>Begins the names of such files, which must not be taken for those that the executor reads as it wrote them.</summary>
    public const string FilePrefix = "marked-";

    public static bool AreIn(IEnumerable<NestedField> fields) => FieldIds(fields, TypeKind.TimestamptzNs).Concat(FieldIds(fields, TypeKind.Variant)).Any();

    /// <summary>The files with their footers corrected.</summary>
    public static List<WrittenFile> Mark(IReadOnlyList<NestedField> fields, List<WrittenFile> files)
    {
        if (!AreIn(fields)) return files;
        var (nanos, variants) = (FieldIds(fields, TypeKind.TimestamptzNs).ToHashSet(), FieldIds(fields, TypeKind.Variant).ToHashSet());
        return [.. files.Select(file =>
        {
            ParquetRewrite.Mark(file.Path, nanos, variants);
            return file with { Length = new FileInfo(file.Path).Length };
        })];
    }

    /// <summary>A value with its variants as the groups that they are stored in.</summary>
    public static string Stored(IcebergType type, string value, int depth = 0)
    {
        if (!VariantInspection.AreIn(type)) return value;
        var item = $"__w{depth}";
        var stored = type switch
        {
            StructType s => $"struct_pack({string.Join(", ", s.Fields.Select(f => $"{Identifiers.Quote(f.Name)} := {Stored(f.Type, $"({value}).{Identifiers.Quote(f.Name)}", depth + 1)}"))})",
            ListType l => $"list_transform({value}, lambda {item}: {Stored(l.Element.Type, item, depth + 1)})",
            MapType m => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: {{'key': {item}.key, 'value': {Stored(m.Value.Type, $"{item}.value", depth + 1)}}}))",
            _ => $"variant_to_parquet_variant({value})",
        };
        return $"CASE WHEN {value} IS NOT NULL THEN {stored} END";
    }

    static IEnumerable<int> FieldIds(IEnumerable<NestedField> fields, TypeKind kind) =>
        fields.SelectMany(f => FieldIds(f.Type.Children, kind).Concat(f.Type.Kind == kind ? [f.Id] : []));
}
