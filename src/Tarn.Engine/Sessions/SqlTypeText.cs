using Tarn.Engine.Native;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sessions;

/// <summary>A table's types as SQL spells them: what CREATE TABLE takes, and what the executor calls them.</summary>
internal static class SqlTypeText
{
    public static string Of(IcebergType type) => type switch
    {
        DecimalType number => $"DECIMAL({number.Precision},{number.Scale})",
        FixedType binary => $"FIXED({binary.Length})",
        ListType list => $"{Of(list.Element.Type)}[]",
        MapType map => $"MAP({Of(map.Key.Type)}, {Of(map.Value.Type)})",
        StructType fields => $"STRUCT({string.Join(", ", fields.Fields.Select(f => $"{Identifiers.Quote(f.Name)} {Of(f.Type)}"))})",
        _ => type.Kind switch
        {
            TypeKind.Int => "INTEGER",
            TypeKind.Long => "BIGINT",
            TypeKind.String => "VARCHAR",
            TypeKind.Binary => "BLOB",
            TypeKind.Timestamptz => "TIMESTAMP WITH TIME ZONE",
            TypeKind.TimestampNs => "TIMESTAMP_NS",
            TypeKind.TimestamptzNs => "TIMESTAMPTZ_NS",
            _ => type.ToString()!.ToUpperInvariant(),
        },
    };
}
