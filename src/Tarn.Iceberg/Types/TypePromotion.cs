namespace Tarn.Iceberg.Types;

/// <summary>Which primitive type may become which. Spec: "Schema Evolution", the table of promotions.</summary>
public static class TypePromotion
{
    /// <summary>True where a column of type <paramref name="from"/> may be declared <paramref name="to"/>, or is that already.</summary>
    /// <remarks>A date that partitions by a transform whose result would change, or an unknown type, needs the caller's own checks.</remarks>
    public static bool IsAllowed(IcebergType from, IcebergType to, int formatVersion) =>
        from == to || (from, to) switch
        {
            ({ Kind: TypeKind.Int }, { Kind: TypeKind.Long }) => true,
            ({ Kind: TypeKind.Float }, { Kind: TypeKind.Double }) => true,
            (DecimalType narrow, DecimalType wide) => wide.Scale == narrow.Scale && wide.Precision > narrow.Precision,
            ({ Kind: TypeKind.Date }, { Kind: TypeKind.Timestamp or TypeKind.TimestampNs }) => formatVersion >= 3,
            ({ Kind: TypeKind.Unknown }, _) => formatVersion >= 3,
            _ => false,
        };
}
