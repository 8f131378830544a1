using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Whether files may hold a column in a type that the executor's filters must not see as another (<see cref="PhysicalField.IsOther"/>): only then must their footers be looked at.</summary>
static class PromotedColumns
{
    public static bool MayBeNarrower(TableMetadata metadata, Schema schema)
    {
        var isWhole = metadata.Schemas.Length > metadata.Schemas.Max(s => s.SchemaId);
        return schema.Fields.Any(f => AnyIn(f, p => IsPromotion(metadata, p) && (!isWhole || metadata.Schemas.Any(s => s.FindField(p.Id)?.Type.Kind is TypeKind.Float or TypeKind.Date))));
    }

    /// <summary>Spec: "Schema Evolution"; dates become timestamps since v3.</summary>
    static bool IsPromotion(TableMetadata metadata, NestedField field) => field.Type.Kind switch
    {
        TypeKind.Double => true,
        TypeKind.Timestamp or TypeKind.TimestampNs => metadata.FormatVersion >= 3,
        _ => false,
    };

    static bool AnyIn(NestedField field, Func<NestedField, bool> condition) => condition(field) || field.Type.Children.Any(c => AnyIn(c, condition));
}
