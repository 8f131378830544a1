using Tarn.Engine.Native;
using Tarn.Iceberg.Parquet;

namespace Tarn.Engine.Scans.Variants;

/// <summary>
/// Conditions over a file whose variants are exposed as the groups that they are stored in, never unknown. Null where nothing of a column can meet them. They also find damaged bytes, so all of them
/// are computed for every row: <see cref="Any(IReadOnlyList{string})"/> leaves none out where one is true already, as OR does.
/// </summary>
static class VariantPredicates
{
    const string Value = "value";

    /// <summary>What the name of a column of typed values begins with.</summary>
    public const string Typed = "typed_value";

    public static bool IsVariant(PhysicalField field) => field.Name.EndsWith(ParquetFooter.VariantMark, StringComparison.Ordinal);

    /// <summary>A variant's null: the group is there, and no value or the null is in it.</summary>
    public static string? IsNull(PhysicalField variant, string value)
    {
        var bytes = Member(value, Value);
        var none = variant.ByName(Value) is null ? "true" : $"({bytes} IS NULL OR {bytes} = '\\x00'::BLOB)";
        return TypedOf(variant) is { } typed ? $"({value} IS NOT NULL AND {Member(value, typed.Name)} IS NULL AND {none})" : $"({value} IS NOT NULL AND {none})";
    }

    /// <summary>What the executor reads as something else: an instant in nanoseconds or an odd decimal in any variant, or the null of a variant that is not the column itself.</summary>
    public static string? IsOther(PhysicalField field, string value, int depth = 0)
    {
        if (IsVariant(field)) return Or([HoldsOther(field, value, Member(value, "metadata"), depth), depth > 0 ? IsNull(field, value) : null]);
        var item = $"__v{depth}";
        return field.Kind switch
        {
            PhysicalKind.Struct => Or(field.Children.Select(c => IsOther(c, Member(value, c.Name), depth + 1))),
            PhysicalKind.List => Any(value, item, IsOther(field.Children[0], item, depth + 1)),
            PhysicalKind.Map => Any($"map_values({value})", item, IsOther(field.Children[1], item, depth + 1)),
            _ => null,
        };
    }

    /// <summary>In the bytes, or as a typed value (VariantShredding.md).</summary>
    static string? HoldsOther(PhysicalField group, string value, string names, int depth)
    {
        // Damage can take the names from a value that is there: the executor would read them from anywhere.
        var stored = group.ByName(Value) is not null ? $"coalesce({Member(value, Value)}, ''::BLOB)" : IsVariant(group) ? "''::BLOB" : null;
        // The executor's reader believes each member by itself, and its text for one that is missing points anywhere: a group that is absent must have none.
        var isAbsent = IsVariant(group) ? string.Join(" AND ", group.Children.Select(c => $"{Member(value, c.Name)} IS NULL").Prepend($"{value} IS NULL")) : $"{value} IS NULL";
        var bytes = stored is null ? null : $"CASE WHEN {isAbsent} THEN false ELSE {ScanFunctions.HoldsOther}(coalesce({names}, ''::BLOB), {stored}) END";
        if (TypedOf(group) is not { } typed) return bytes;
        var inside = Member(value, typed.Name);
        var item = $"__t{depth}";
        return Or(typed.Kind switch
        {
            PhysicalKind.Struct => typed.Children.Select(c => HoldsOther(c, Member(inside, c.Name), names, depth + 1)).Prepend(bytes),
            PhysicalKind.List => [bytes, Any(inside, item, HoldsOther(typed.Children[0], item, names, depth + 1))],
            _ => [bytes, typed.Name.EndsWith(ParquetFooter.InstantMark, StringComparison.Ordinal) ? $"{inside} IS NOT NULL" : null],
        });
    }

    static PhysicalField? TypedOf(PhysicalField group) => group.Children.FirstOrDefault(c => c.Name is Typed or $"{Typed}{ParquetFooter.InstantMark}");

    static string Member(string value, string name) => $"({value}).{Identifiers.Quote(name)}";

    static string? Any(string list, string item, string? condition) => condition is null ? null : $"coalesce(len(list_filter({list}, lambda {item}: {condition})) > 0, false)";

    static string? Or(IEnumerable<string?> conditions)
    {
        var given = conditions.OfType<string>().ToList();
        return given.Count == 0 ? null : Any(given);
    }

    /// <summary>True where any of the conditions is; each is computed.</summary>
    public static string Any(IReadOnlyList<string> conditions) => $"({string.Join(" + ", conditions.Select(c => $"({c})::INTEGER"))} > 0)";
}
