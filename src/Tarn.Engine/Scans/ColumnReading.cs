using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>How one column of a table is read from files of one physical schema: an entry of <c>read_parquet</c>'s schema map, and an expression over it.</summary>
/// <param name="Key">The map's key: the field id, or the name where the files have no ids.</param>
/// <param name="Name">The column's name inside the scan.</param>
/// <param name="TypeSql">Its type there.</param>
/// <param name="DefaultText">The value of files without the column, as text; null for null.</param>
/// <param name="Expression">The table's value from it.</param>
sealed record ColumnReading(string Key, string Name, string TypeSql, string? DefaultText, string Expression)
{
    /// <summary>What <c>read_parquet</c> calls its virtual columns: a table's own column of that name must be read under another.</summary>
    static readonly string[] VirtualColumns = ["filename", "file_index", "file_row_number"];

    public string MapEntry =>
        $"{Key}: {{name: {Identifiers.Literal(Name)}, type: {Identifiers.Literal(TypeSql)}, default_value: {(DefaultText is null ? "NULL" : Identifiers.Literal(DefaultText))}}}";

    /// <summary>A column of files whose footers were not looked at: ids at the top, and the nested names are known to be the table's.</summary>
    public static ColumnReading ById(NestedField field, string name) => new(
        $"{field.Id}", name, ExecutorTypes.Sql(field.Type), field.InitialDefault is null ? null : ValueLiterals.Text(field.Type, field.InitialDefault), Identifiers.Quote(name));

    /// <summary>A column of files that have this root.</summary>
    /// <param name="field">The table's column.</param>
    /// <param name="name">Its name inside the scan.</param>
    /// <param name="root">The files' fields.</param>
    /// <param name="mapping">Names for ids, where the files have none.</param>
    /// <param name="fallback">The value where the files lack the column.</param>
    public static ColumnReading For(NestedField field, string name, PhysicalField root, FieldMapping? mapping, object? fallback)
    {
        var physical = FieldMapping.Find(root, field, mapping);
        if (physical is null)
        {
            var absent = mapping is null ? $"{field.Id}" : Identifiers.Literal($"\u0001{field.Id}");
            if (field.Type.IsNested && fallback is not null) return new(absent, name, ExecutorTypes.Sql(field.Type), null, ValueLiterals.Typed(field.Type, fallback));
            var text = fallback is null ? null : ValueLiterals.Text(field.Type, fallback);
            return new(absent, name, ExecutorTypes.Sql(field.Type), text, Identifiers.Quote(name));
        }
        var key = mapping is null ? $"{field.Id}" : Identifiers.Literal(physical.Name);
        return NestedReading.IsDirect(field.Type, physical, mapping)
            ? new(key, name, ExecutorTypes.Sql(field.Type), null, Identifiers.Quote(name))
            : new(key, name, NestedReading.PhysicalSql(field.Type, physical, mapping), null, NestedReading.Rebuild(field.Type, physical, mapping, Identifiers.Quote(name), 0));
    }

    /// <summary>The column's own name, unless another column or a virtual one has it in another case: the executor does not tell cases apart.</summary>
    public static string NameInScan(NestedField field, IReadOnlyCollection<NestedField> all) =>
        VirtualColumns.Contains(field.Name, StringComparer.OrdinalIgnoreCase) || all.Count(f => string.Equals(f.Name, field.Name, StringComparison.OrdinalIgnoreCase)) > 1
            ? $"__field_{field.Id}"
            : field.Name;
}
