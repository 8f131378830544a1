using System.Collections.Immutable;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Loading;

/// <summary>A table's schema that also holds what arrives: new columns and nested fields are added as optional, types are promoted as the specification allows.</summary>
/// <remarks>Nothing is ever dropped, renamed or narrowed here: what the source no longer sends stays, and reads as null in new rows.</remarks>
sealed class ColumnAdditions
{
    readonly int formatVersion;
    int lastId;

    ColumnAdditions(int lastColumnId, int formatVersion) => (lastId, this.formatVersion) = (lastColumnId, formatVersion);

    /// <summary>The schema that takes the incoming columns, or the current one where it does already.</summary>
    /// <exception cref="EngineException">A column's type cannot take the incoming values.</exception>
    public static Schema Merge(Schema current, int lastColumnId, int formatVersion, ImmutableArray<NestedField> incoming)
    {
        var merged = new ColumnAdditions(lastColumnId, formatVersion).MergeFields(current.Fields, incoming, "");
        var changed = new Schema(current.SchemaId, new StructType(merged), current.IdentifierFieldIds);
        return changed.SameAs(current) ? current : changed;
    }

    ImmutableArray<NestedField> MergeFields(ImmutableArray<NestedField> current, ImmutableArray<NestedField> incoming, string path)
    {
        var arriving = incoming.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
        var known = current.Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. current.Select(f => arriving.TryGetValue(f.Name, out var found) ? f with { Type = MergeType(f.Type, found.Type, path + f.Name) } : f),
            .. incoming.Where(f => !known.Contains(f.Name)).Select(f => new NestedField(++lastId, f.Name, Renumber(f.Type))),
        ];
    }

    IcebergType MergeType(IcebergType current, IcebergType incoming, string path) => (current, incoming) switch
    {
        (StructType a, StructType b) => new StructType(MergeFields(a.Fields, b.Fields, path + ".")),
        (ListType a, ListType b) => new ListType(a.Element.Id, MergeType(a.Element.Type, b.Element.Type, path + ".element"), a.Element.Required),
        (MapType a, MapType b) => new MapType(a.Key.Id, a.Key.Type, a.Value.Id, MergeType(a.Value.Type, b.Value.Type, path + ".value"), a.Value.Required),
        _ when current == incoming || TakesWithoutLoss(current, incoming) => current,
        _ when TypePromotion.IsAllowed(current, incoming, formatVersion) => incoming,
        _ => throw new EngineException(
            EngineErrorKind.InvalidInput,
            $"The column \"{path}\" is {current}, and the rows bring {incoming}, which it cannot hold without loss. Nothing was written. Cast the column in the source, or load into a new table."),
    };

    /// <summary>The executor casts these on the way in, and every value stays what it is.</summary>
    internal static bool TakesWithoutLoss(IcebergType current, IcebergType incoming) => (current.Kind, incoming.Kind) switch
    {
        (TypeKind.Long, TypeKind.Int) or (TypeKind.Double, TypeKind.Float) or (TypeKind.Double, TypeKind.Int) => true,
        (TypeKind.Timestamp or TypeKind.TimestampNs, TypeKind.Date) => true,
        (TypeKind.Decimal, TypeKind.Decimal) => current is DecimalType a && incoming is DecimalType b && a.Scale >= b.Scale && a.Precision - a.Scale >= b.Precision - b.Scale,
        (TypeKind.String, TypeKind.Uuid) => true,
        _ => false,
    };

    IcebergType Renumber(IcebergType type) => type switch
    {
        StructType s => new StructType([.. s.Fields.Select(f => f with { Id = ++lastId }).ToArray().Select(f => f with { Type = Renumber(f.Type) })]),
        ListType l => new ListType(++lastId, Renumber(l.Element.Type)),
        MapType m => RenumberMap(m),
        _ => type,
    };

    MapType RenumberMap(MapType map)
    {
        var (key, value) = (++lastId, ++lastId);
        return new MapType(key, Renumber(map.Key.Type), value, Renumber(map.Value.Type));
    }
}
