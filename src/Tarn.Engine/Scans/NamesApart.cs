using System.Collections.Immutable;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Columns and fields of structs whose names differ only in case. The table format tells them apart, SQL and the executor do not: a query sees the second with a number behind it, as the executor numbers such columns of files.</summary>
/// <remarks>Nor has the executor structs without fields: one that a table has gets a field, which is always null.</remarks>
static class NamesApart
{
    /// <summary>The field of a struct that has none.</summary>
    public const string NoField = "_";

    /// <summary>The schema with names that stay apart, under the same ids; the schema itself where they do.</summary>
    public static Schema Of(Schema schema) => IsNeeded(schema.Fields) ? new Schema(schema.SchemaId, new StructType(Fields(schema.Fields))) : schema;

    /// <summary>The fields that are seen under another name, each with the one whose name it would take.</summary>
    public static IEnumerable<(string First, string Second, string Seen)> In(Schema schema) => IsNeeded(schema.Fields) ? In(schema.Fields) : [];

    /// <summary>Statements that write name columns by their names.</summary>
    /// <exception cref="EngineException">Two of them are one name in SQL.</exception>
    public static void Require(Schema schema)
    {
        if (In(schema).FirstOrDefault() is (string first, string second, _))
            throw new EngineException(
                EngineErrorKind.NotSupported, $"The names '{first}' and '{second}' differ only in case, which SQL does not tell apart: a table that has both can be queried, its rows cannot be changed. Nothing was changed. Rename one: ALTER TABLE … RENAME COLUMN.");
    }

    static bool IsNeeded(IReadOnlyList<NestedField> fields) =>
        fields.Count > 1 && fields.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Count() != fields.Count || fields.Any(f => f.Type.IsNested && (f.Type.Children.Count == 0 || IsNeeded(f.Type.Children)));

    static ImmutableArray<NestedField> Fields(IReadOnlyList<NestedField> fields)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var all = fields.Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. fields.Select(f => f with { Name = Free(f.Name, taken, all), Type = Type(f) })];
    }

    static string Free(string name, HashSet<string> taken, HashSet<string> all)
    {
        var free = name;
        for (var n = 1; (n > 1 && all.Contains(free)) || !taken.Add(free); n++) free = $"{name}_{n}";
        return free;
    }

    static IcebergType Type(NestedField holder) => holder.Type switch
    {
        StructType { Fields.IsEmpty: true } => new StructType([new NestedField(-holder.Id, NoField, IcebergType.Boolean)]),
        StructType s => new StructType(Fields(s.Fields)),
        ListType l => new ListType(l.Element with { Type = Type(l.Element) }),
        MapType m => new MapType(m.Key with { Type = Type(m.Key) }, m.Value with { Type = Type(m.Value) }),
        _ => holder.Type,
    };

    static IEnumerable<(string First, string Second, string Seen)> In(IReadOnlyList<NestedField> fields)
    {
        var seen = Fields(fields);
        for (var i = 0; i < fields.Count; i++)
        {
            if (seen[i].Name != fields[i].Name) yield return (fields.First(f => f.Name.Equals(fields[i].Name, StringComparison.OrdinalIgnoreCase)).Name, fields[i].Name, seen[i].Name);
            foreach (var inner in fields[i].Type.IsNested ? In(fields[i].Type.Children) : []) yield return inner;
        }
    }
}
