using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Variants;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>
/// Columns that the executor writes as something else, which the files are then made to say: instants in nanoseconds are timestamps of the same numbers, variants the groups of their bytes,
/// as its own writing of variants makes no difference between a variant's null and no value, and values of a fixed length are byte arrays of any. Spec: Appendix A, "Parquet".
/// </summary>
static class MarkedColumns
{
    /// <summary>Begins the names of such files, which must not be taken for those that the executor reads as it wrote them.</summary>
    public const string FilePrefix = "marked-";

    public static bool AreIn(IEnumerable<NestedField> fields) => fields.Any(f => IsMarked(f.Type));

    /// <summary>The files, corrected.</summary>
    public static List<WrittenFile> Mark(Schema schema, List<WrittenFile> files)
    {
        if (!AreIn(schema.Fields)) return files;
        var (nanos, variants) = (FieldIds(schema.Fields, TypeKind.TimestamptzNs).ToHashSet(), FieldIds(schema.Fields, TypeKind.Variant).ToHashSet());
        var lengths = schema.AllFields.Where(f => f.Type is FixedType).ToDictionary(f => f.Id, f => ((FixedType)f.Type).Length);
        return [.. files.Select(file =>
        {
            IReadOnlyDictionary<int, long> sizes = lengths.Count == 0 ? ImmutableDictionary<int, long>.Empty : ParquetRewrite.Fix(file.Path, lengths);
            ParquetRewrite.Mark(file.Path, nanos, variants);
            return file with { Length = new FileInfo(file.Path).Length, Columns = Sized(schema, file.Columns, sizes) };
        })];
    }

    /// <summary>The fields of a struct that files have: those of unknown type are nowhere but in the schema. A struct of nothing else keeps them, as there are no structs without fields.</summary>
    public static IReadOnlyList<NestedField> StoredFields(StructType type)
    {
        var stored = type.Fields.Where(f => f.Type.Kind is not TypeKind.Unknown).ToList();
        return stored.Count == 0 ? type.Fields : stored;
    }

    /// <summary>A value as it is stored: variants as the groups of their bytes, structs without their fields of unknown type.</summary>
    public static string Stored(IcebergType type, string value, int depth = 0)
    {
        if (!IsStoredOtherwise(type)) return value;
        var item = $"__w{depth}";
        var stored = type switch
        {
            StructType s => $"struct_pack({string.Join(", ", StoredFields(s).Select(f => $"{Identifiers.Quote(f.Name)} := {Stored(f.Type, $"({value}).{Identifiers.Quote(f.Name)}", depth + 1)}"))})",
            ListType l => $"list_transform({value}, lambda {item}: {Stored(l.Element.Type, item, depth + 1)})",
            MapType m => $"map_from_entries(list_transform(map_entries({value}), lambda {item}: {{'key': {item}.key, 'value': {Stored(m.Value.Type, $"{item}.value", depth + 1)}}}))",
            _ => $"{VariantEncoding.Function}({value})",
        };
        return $"CASE WHEN {value} IS NOT NULL THEN {stored} END";
    }

    static bool IsStoredOtherwise(IcebergType type) => VariantInspection.AreIn(type) || LacksFields(type);

    static bool LacksFields(IcebergType type) => (type is StructType s && StoredFields(s).Count < s.Fields.Length) || type.Children.Any(c => LacksFields(c.Type));

    static bool IsMarked(IcebergType type) => type.Kind is TypeKind.TimestamptzNs or TypeKind.Variant or TypeKind.Fixed || type.Children.Any(c => IsMarked(c.Type));

    static ImmutableDictionary<string, ColumnStatistics> Sized(Schema schema, ImmutableDictionary<string, ColumnStatistics> columns, IReadOnlyDictionary<int, long> sizes)
    {
        foreach (var (path, field) in ColumnPath.Leaves(schema))
            if (sizes.TryGetValue(field.Id, out var bytes) && columns.TryGetValue(path, out var column)) columns = columns.SetItem(path, column with { Bytes = bytes });
        return columns;
    }

    static IEnumerable<int> FieldIds(IEnumerable<NestedField> fields, TypeKind kind) =>
        fields.SelectMany(f => FieldIds(f.Type.Children, kind).Concat(f.Type.Kind == kind ? [f.Id] : []));
}
