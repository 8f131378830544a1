using Tarn.Engine.Native;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>The leaf columns of a schema under the paths that RETURN_STATS writes: <c>"st"."x"</c>, <c>"l"."element"</c>.</summary>
static class ColumnPath
{
    public static IEnumerable<(string Path, NestedField Field)> Leaves(Schema schema) => schema.Fields.SelectMany(f => Leaves(Identifiers.Quote(f.Name), f));

    static IEnumerable<(string Path, NestedField Field)> Leaves(string path, NestedField field) => field.Type switch
    {
        StructType s => s.Fields.SelectMany(f => Leaves($"{path}.{Identifiers.Quote(f.Name)}", f)),
        ListType l => Leaves($"{path}.\"element\"", l.Element),
        MapType m => Leaves($"{path}.\"key\"", m.Key).Concat(Leaves($"{path}.\"value\"", m.Value)),
        _ => [(path, field)],
    };
}
