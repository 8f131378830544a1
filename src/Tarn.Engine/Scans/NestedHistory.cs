using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Whether the names of nested fields ever meant anything else in a table, or are written otherwise by some: only then must the files' footers be looked at.</summary>
static class NestedHistory
{
    /// <summary>True where files may exist whose nested fields cannot be read by the names in <paramref name="schema"/>.</summary>
    public static bool IsAmbiguous(TableMetadata metadata, Schema schema)
    {
        if (!schema.Fields.Any(f => f.Type.IsNested)) return false;
        if (schema.Fields.Any(f => f.Type.IsNested && f.InitialDefault is not null)) return true;
        var highest = metadata.Schemas.Max(s => s.SchemaId);
        if (metadata.Schemas.Length <= highest) return true;
        var names = new Dictionary<int, string>();
        var ids = new Dictionary<(int Parent, string Name), int>();
        var all = metadata.Schemas.Append(schema).ToList();
        return all.Any(s => s.Fields.Any(f => Differs(f, names, ids))) || schema.Fields.Any(f => LacksCommonFields(f, all));
    }

    static bool Differs(NestedField parent, Dictionary<int, string> names, Dictionary<(int Parent, string Name), int> ids)
    {
        foreach (var child in parent.Type.Children)
        {
            if (child.InitialDefault is not null || !IsWrittenAsIs(child.Name)) return true;
            if (!names.TryAdd(child.Id, child.Name) && names[child.Id] != child.Name) return true;
            // The executor does not tell cases apart.
            var known = (parent.Id, child.Name.ToUpperInvariant());
            if (!ids.TryAdd(known, child.Id) && ids[known] != child.Id) return true;
            if (Differs(child, names, ids)) return true;
        }
        return false;
    }

    /// <summary>The reference writes other names into Parquet files as Avro would have them: <c>a b</c> is <c>a_x20b</c> there.</summary>
    static bool IsWrittenAsIs(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));

    /// <summary>A struct of which an older schema has no field at all cannot be asked for by name.</summary>
    static bool LacksCommonFields(NestedField field, IReadOnlyList<Schema> all)
    {
        if (field.Type is StructType type
            && all.Any(s => s.FindField(field.Id)?.Type is StructType older && !older.Fields.Any(o => type.Fields.Any(f => f.Id == o.Id)))) return true;
        return field.Type.Children.Any(c => LacksCommonFields(c, all));
    }
}
