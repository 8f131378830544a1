using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>One field of a <see cref="NameMapping"/>: its names in files, its id (null where it is to be ignored), and the fields inside it.</summary>
public sealed record MappedField(int? FieldId, ImmutableArray<string> Names, ImmutableArray<MappedField> Fields)
{
    public bool Equals(MappedField? other) => other is not null && FieldId == other.FieldId
        && Names.AsSpan().SequenceEqual(other.Names.AsSpan()) && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => HashCode.Combine(FieldId, Names.Length, Fields.Length);
}

/// <summary>Gives ids to the columns of files that carry none. Spec: "Column Projection" and Appendix C, "Name Mapping Serialization".</summary>
public sealed record NameMapping(ImmutableArray<MappedField> Fields)
{
    /// <summary>The table property that holds the mapping.</summary>
    public const string Property = "schema.name-mapping.default";

    /// <summary>Every field under the name that it has now.</summary>
    public static NameMapping Of(Schema schema) => new(Map(schema.Fields));

    public static NameMapping FromJson(string json) => JsonText.Parse(json, "name mapping", element => new NameMapping(ReadFields(element)));

    /// <summary>The mapping after the schema changed: new names are put before the old ones, new fields are added.</summary>
    public NameMapping Update(Schema schema) => new(Update(Fields, schema.Fields));

    /// <summary>The mapped field at a path of names, or null.</summary>
    public MappedField? Find(params IEnumerable<string> path)
    {
        MappedField? found = null;
        foreach (var name in path)
        {
            var level = found?.Fields ?? Fields;
            found = level.FirstOrDefault(field => field.Names.Contains(name));
            if (found is null) return null;
        }
        return found;
    }

    public string ToJson() => JsonText.ToText(writer => Write(writer, Fields));

    public bool Equals(NameMapping? other) => other is not null && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Fields.Length;

    static ImmutableArray<MappedField> Map(IEnumerable<NestedField> fields) => [.. fields.Select(field => new MappedField(field.Id, [field.Name], Map(field.Type.Children)))];

    static ImmutableArray<MappedField> Update(ImmutableArray<MappedField> known, IEnumerable<NestedField> fields)
    {
        var now = fields.ToList();
        // A name that another field took over no longer leads to the field that had it.
        var taken = now.ToDictionary(field => field.Name, field => field.Id, StringComparer.Ordinal);
        var kept = known.Where(old => old.FieldId is null || now.All(field => field.Id != old.FieldId)).Select(old => Free(old, taken, keep: null));
        var mapped = now.Select(field => known.FirstOrDefault(old => old.FieldId == field.Id) is { } old
            ? Free(old, taken, field.Name) with { Fields = Update(old.Fields, field.Type.Children) }
            : new MappedField(field.Id, [field.Name], Map(field.Type.Children)));
        return [.. mapped, .. kept.Where(old => old.Names.Length > 0)];
    }

    static MappedField Free(MappedField old, Dictionary<string, int> taken, string? keep)
    {
        var names = old.Names.Where(name => name != keep && !(taken.TryGetValue(name, out var id) && id != old.FieldId));
        return old with { Names = keep is null ? [.. names] : [keep, .. names] };
    }

    static ImmutableArray<MappedField> ReadFields(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) throw JsonRead.Wrong("name mapping", "an array", json);
        var fields = ImmutableArray.CreateBuilder<MappedField>();
        foreach (var field in json.EnumerateArray())
        {
            var names = field.ListOrEmpty("names", "mapped field", name => name.GetString() ?? throw JsonRead.Wrong("mapped field: names", "a list of strings", name));
            fields.Add(new MappedField(field.IntOrNull("field-id", "mapped field"), names, field.Optional("fields") is { } inner ? ReadFields(inner) : []));
        }
        return fields.DrainToImmutable();
    }

    static void Write(Utf8JsonWriter writer, ImmutableArray<MappedField> fields)
    {
        writer.WriteStartArray();
        foreach (var field in fields)
        {
            writer.WriteStartObject();
            if (field.FieldId is { } id) writer.WriteNumber("field-id", id);
            writer.WriteStartArray("names");
            foreach (var name in field.Names) writer.WriteStringValue(name);
            writer.WriteEndArray();
            if (!field.Fields.IsEmpty)
            {
                writer.WritePropertyName("fields");
                Write(writer, field.Fields);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
