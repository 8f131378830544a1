using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>The executor's type for each type of the table format, as SQL.</summary>
public static class ExecutorTypes
{
    /// <exception cref="EngineException">The executor has no such type.</exception>
    public static string Sql(IcebergType type) => type switch
    {
        DecimalType d => $"DECIMAL({d.Precision},{d.Scale})",
        StructType { Fields.IsEmpty: true } => throw new EngineException(EngineErrorKind.NotSupported, "A struct column without fields cannot be read."),
        StructType s => $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{Identifiers.Quote(f.Name)} {Sql(f.Type)}"))})",
        ListType l => $"{Sql(l.Element.Type)}[]",
        MapType m => $"MAP({Sql(m.Key.Type)}, {Sql(m.Value.Type)})",
        _ => type.Kind switch
        {
            TypeKind.Boolean => "BOOLEAN",
            TypeKind.Int => "INTEGER",
            TypeKind.Long => "BIGINT",
            TypeKind.Float => "FLOAT",
            TypeKind.Double => "DOUBLE",
            TypeKind.Date => "DATE",
            TypeKind.Time => "TIME",
            TypeKind.Timestamp => "TIMESTAMP",
            TypeKind.Timestamptz => "TIMESTAMPTZ",
            TypeKind.TimestampNs => "TIMESTAMP_NS",
            // The executor has no instants in nanoseconds: the same number is a timestamp in UTC.
            TypeKind.TimestamptzNs => "TIMESTAMP_NS",
            TypeKind.String => "VARCHAR",
            TypeKind.Uuid => "UUID",
            TypeKind.Fixed or TypeKind.Binary => "BLOB",
            TypeKind.Geometry or TypeKind.Geography => "GEOMETRY",
            TypeKind.Variant => "VARIANT",
            // All rows are null; any type says so.
            TypeKind.Unknown => "INTEGER",
            _ => throw new EngineException(EngineErrorKind.NotSupported, $"The executor has no type for {type}."),
        },
    };
}
