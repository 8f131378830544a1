using System.Collections.Immutable;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Schemas;

/// <summary>Changes of a table's schema, as data: they are planned anew on the table as it is at each try of the commit. Spec: "Schema Evolution".</summary>
/// <param name="Changes">In this order, each on what the one before left.</param>
public sealed record SchemaUpdate(params ImmutableArray<SchemaChange> Changes)
{
    /// <summary>Properties that name a column after their prefix: they follow a rename, and go with the column.</summary>
    static readonly string[] ColumnProperties =
        ["write.metadata.metrics.column.", "write.parquet.bloom-filter-enabled.column.", "write.parquet.stats-enabled.column."];

    /// <summary>False finds names in any case, and takes no two names of one struct that differ in case only.</summary>
    public bool CaseSensitive { get; init; } = true;

    /// <summary>Also what rows written before may contradict: a required column without default, an optional one that becomes required.</summary>
    public bool AllowsIncompatibleChanges { get; init; }

    /// <summary>What to commit; nothing where the schema is so already.</summary>
    /// <remarks>The table's name mapping, where it has one, learns new names; column properties follow their columns.</remarks>
    /// <exception cref="IcebergException">A change does not fit the table.</exception>
    public ImmutableArray<TableUpdate> Plan(TableMetadata metadata)
    {
        var schema = Apply(metadata);
        if (schema.SameAs(metadata.Schema)) return [];
        var updates = ImmutableArray.Create<TableUpdate>(new TableUpdate.AddSchema(schema), new TableUpdate.SetCurrentSchema(TableUpdate.LastAdded));
        var (set, removed) = PropertiesFor(metadata, schema);
        if (!removed.IsEmpty) updates = updates.Add(new TableUpdate.RemoveProperties(removed));
        return set.IsEmpty ? updates : updates.Add(new TableUpdate.SetProperties(set));
    }

    /// <summary>The schema afterwards.</summary>
    public Schema Apply(TableMetadata metadata)
    {
        var evolution = new SchemaEvolution(metadata, CaseSensitive, AllowsIncompatibleChanges);
        foreach (var change in Changes) evolution.Apply(change);
        if (!evolution.Schema.SameAs(metadata.Schema)) FieldUses.Check(metadata, evolution.Schema);
        return evolution.Schema;
    }

    static (ImmutableSortedDictionary<string, string> Set, ImmutableArray<string> Removed) PropertiesFor(TableMetadata metadata, Schema schema)
    {
        var (set, removed) = (StringMaps.Empty.ToBuilder(), ImmutableArray.CreateBuilder<string>());
        if (metadata.Property(NameMapping.Property) is { } json) set[NameMapping.Property] = NameMapping.FromJson(json).Update(schema).ToJson();
        foreach (var (key, value) in metadata.Properties)
        {
            var prefix = ColumnProperties.FirstOrDefault(key.StartsWith);
            if (prefix is null || metadata.Schema.FindField(key[prefix.Length..]) is not { } field) continue;
            var name = schema.FindName(field.Id);
            if (name == key[prefix.Length..]) continue;
            removed.Add(key);
            if (name is not null) set[prefix + name] = value;
        }
        return (set.ToImmutable(), removed.ToImmutable());
    }
}
