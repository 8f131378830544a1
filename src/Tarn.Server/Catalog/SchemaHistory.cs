using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Server.Catalog;

/// <summary>What one change of the schema did to a column.</summary>
/// <param name="Schema">The schema that has the change.</param>
/// <param name="Change"><c>added</c>, <c>renamed</c>, <c>typeChanged</c>, <c>madeOptional</c>, <c>madeRequired</c> or <c>dropped</c>.</param>
sealed record ColumnChange(int Schema, string Change)
{
    /// <summary>The first snapshot that was written in that schema: the metadata does not say when a schema came.</summary>
    public DateTimeOffset? Since { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }
}

/// <summary>The history of columns over the schemas of a table, by field id: a renamed column is the same column.</summary>
static class SchemaHistory
{
    public const string Added = "added";
    public const string Dropped = "dropped";

    /// <summary>The changes of every field that any schema has, oldest first. The first schema's own fields have none.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<ColumnChange>> Of(TableMetadata metadata)
    {
        var changes = new Dictionary<int, List<ColumnChange>>();
        Schema? before = null;
        foreach (var schema in metadata.Schemas.OrderBy(s => s.SchemaId))
        {
            if (before is not null)
                foreach (var (id, change) in Between(before, schema))
                    (changes.TryGetValue(id, out var list) ? list : changes[id] = []).Add(change with { Since = FirstUse(metadata, schema.SchemaId) });
            before = schema;
        }
        return changes.ToDictionary(c => c.Key, c => (IReadOnlyList<ColumnChange>)c.Value);
    }

    /// <summary>What turns one schema into another, by field.</summary>
    public static IEnumerable<(int Id, ColumnChange Change)> Between(Schema before, Schema after)
    {
        foreach (var field in after.AllFields)
        {
            if (before.FindField(field.Id) is not { } old)
            {
                yield return (field.Id, new ColumnChange(after.SchemaId, Added) { To = TypeOf(field) });
                continue;
            }
            foreach (var change in Changes(before, after, old, field)) yield return (field.Id, change);
        }
        foreach (var field in before.AllFields.Where(f => after.FindField(f.Id) is null))
            yield return (field.Id, new ColumnChange(after.SchemaId, Dropped) { From = TypeOf(field) });
    }

    /// <summary>A type without its nested fields: those have changes of their own.</summary>
    public static string TypeOf(NestedField field) => field.Type.Children.Count == 0 ? field.Type.ToString()! : field.Type switch
    {
        StructType => "struct",
        ListType => "list",
        _ => "map",
    };

    static IEnumerable<ColumnChange> Changes(Schema before, Schema after, NestedField old, NestedField field)
    {
        var (oldName, name) = (before.FindName(old.Id), after.FindName(field.Id));
        // A field inside a renamed struct keeps its own name.
        if (old.Name != field.Name) yield return new ColumnChange(after.SchemaId, "renamed") { From = oldName, To = name };
        if (TypeOf(old) != TypeOf(field)) yield return new ColumnChange(after.SchemaId, "typeChanged") { From = TypeOf(old), To = TypeOf(field) };
        if (old.Required != field.Required) yield return new ColumnChange(after.SchemaId, field.Required ? "madeRequired" : "madeOptional");
    }

    static DateTimeOffset? FirstUse(TableMetadata metadata, int schemaId) =>
        metadata.Snapshots.Where(s => s.SchemaId == schemaId).OrderBy(s => s.TimestampMs).FirstOrDefault()?.Timestamp;
}
