using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Results.Variants;
using Tarn.Iceberg.Parquet;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Collects the variants of a column that the executor would read as something else, out of the column's values in a file whose variants are exposed.</summary>
static class VariantCollection
{
    public static async Task AddAsync(Connection connection, string source, VariantCondition condition, VariantRows rows, CancellationToken cancellationToken)
    {
        var sql = $"SELECT file_row_number, {Identifiers.Quote(condition.Column.Name)} FROM {source} WHERE {condition.Sql}";
        using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++)
                Add(rows, new(batch.Column(0).Values<long>()[row], "", ""), condition.Column, batch.Column(1).Type, ColumnValue.Read(batch.Column(1), row));
    }

    static void Add(VariantRows rows, VariantPlace place, PhysicalField field, LogicalType type, object? value)
    {
        if (value is null) return;
        if (VariantPredicates.IsVariant(field))
        {
            AddVariant(rows, place, new StoredVariant(type, (object?[])value));
            return;
        }
        switch (field.Kind)
        {
            case PhysicalKind.Struct:
                foreach (var (i, part) in type.Fields.Index())
                    if (field.Children.FirstOrDefault(c => c.Name == part.Name) is { } child)
                        Add(rows, place with { Leaf = place.Leaf + VariantPlace.Field(NameOf(child)) }, child, part.Type, ((object?[])value)[i]);
                break;
            case PhysicalKind.List:
                foreach (var (i, element) in ((object?[])value).Index()) Add(rows, Inside(place, VariantPlace.Element, i), field.Children[0], type.Fields[0].Type, element);
                break;
            case PhysicalKind.Map:
                foreach (var (i, entry) in ((KeyValuePair<object?, object?>[])value).Index()) Add(rows, Inside(place, VariantPlace.MapValue, i), field.Children[1], type.Fields[1].Type, entry.Value);
                break;
        }
    }

    static void AddVariant(VariantRows rows, VariantPlace place, StoredVariant stored)
    {
        var value = stored.Value;
        if (value.Kind is VariantKind.Null && place.At.Length == 0) rows.AddNull(place.Row, place.Leaf);
        else if (value.Kind is VariantKind.Null || HoldsOther(value)) rows.Add(place, stored);
    }

    /// <summary>What may be read as something else; the bytes said that something is.</summary>
    static bool HoldsOther(VariantValue value) => value.Kind switch
    {
        VariantKind.Object => value.Members.Any(m => HoldsOther(m.Value)),
        VariantKind.Array => value.Elements.Any(HoldsOther),
        _ => value.Kind is VariantKind.TimestampNanosTz or VariantKind.Decimal,
    };

    static string NameOf(PhysicalField field) => VariantPredicates.IsVariant(field) ? field.Name[..^ParquetFooter.VariantMark.Length] : field.Name;

    static VariantPlace Inside(VariantPlace place, string step, int index) => place with { Leaf = place.Leaf + step, At = $"{place.At}.{index + 1}" };
}
