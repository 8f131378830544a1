using Tarn.Engine.Native;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>The leaf columns of a schema under the paths that RETURN_STATS writes: <c>"st"."x"</c>, <c>"l"."element"</c>.</summary>
static class ColumnPath
{
    public static IEnumerable<(string Path, NestedField Field)> Leaves(Schema schema) => schema.Fields.SelectMany(f => Leaves(Identifiers.Quote(f.Name), f));

    /// <summary>The path as <c>parquet_metadata</c> writes it (<c>st, x</c>); null for names that it would write like other ones.</summary>
    public static string? InFooter(string path)
    {
        var names = path[1..^1].Split("\".\"");
        return names.Any(n => n.Contains('"') || n.Contains(", ", StringComparison.Ordinal)) ? null : string.Join(", ", names);
    }

    static IEnumerable<(string Path, NestedField Field)> Leaves(string path, NestedField field) => field.Type switch
    {
        StructType s => s.Fields.SelectMany(f => Leaves($"{path}.{Identifiers.Quote(f.Name)}", f)),
        ListType l => Leaves($"{path}.\"element\"", l.Element),
        MapType m => Leaves($"{path}.\"key\"", m.Key).Concat(Leaves($"{path}.\"value\"", m.Value)),
        _ => [(path, field)],
    };
}
