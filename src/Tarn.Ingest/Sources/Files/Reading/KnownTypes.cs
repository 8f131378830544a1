using System.Collections.Immutable;
using Tarn.Iceberg.Types;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Sources.Files.Json;
using Tarn.Ingest.Typing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Sources.Files.Reading;

/// <summary>The types that are not for inference to choose: those of the table's columns, and those that the stream declares.</summary>
/// <param name="Types">By column; what the table has wins, since its files have it already.</param>
sealed record KnownTypes(ImmutableDictionary<string, IcebergType> Types)
{
    /// <param name="table">The table's columns; null where there is no table yet.</param>
    public static KnownTypes Of(StreamOptions stream, StructType? table)
    {
        var types = ImmutableDictionary.CreateBuilder<string, IcebergType>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, name) in stream.Columns)
            types[column] = ValueType.Parse(name) is { } type ? ToIceberg(type)
                : throw new IngestException(IngestErrorKind.SchemaMismatch, $"\"{name}\" is no type of a column ({stream.Name}.columns.{column}). Known are boolean, bigint, double, decimal(p,s), date, timestamp, timestamptz and string.");
        foreach (var field in table?.Fields ?? []) types[field.Name] = field.Type;
        return new KnownTypes(types.ToImmutable());
    }

    public IcebergType? Find(string column) => Types.GetValueOrDefault(column);

    /// <summary>How text becomes a value of a column's type; text itself for types that a text source has no form for.</summary>
    public static ValueType ToValue(IcebergType type) => type switch
    {
        DecimalType d => new ValueType(ValueKind.Decimal, d.Precision, d.Scale),
        _ => type.Kind switch
        {
            TypeKind.Boolean => new ValueType(ValueKind.Boolean),
            TypeKind.Int or TypeKind.Long => new ValueType(ValueKind.Long),
            TypeKind.Float or TypeKind.Double => new ValueType(ValueKind.Double),
            TypeKind.Date => new ValueType(ValueKind.Date),
            TypeKind.Timestamp => new ValueType(ValueKind.Timestamp),
            TypeKind.Timestamptz => new ValueType(ValueKind.TimestampTz),
            _ => ValueType.Text,
        },
    };

    /// <summary>The same for JSON, nested types included.</summary>
    public static JsonType ToJson(IcebergType type) => type switch
    {
        StructType s => new JsonType.Struct(s.Fields.ToImmutableDictionary(f => f.Name, f => ToJson(f.Type))),
        ListType l => new JsonType.List(ToJson(l.Element.Type)),
        _ => new JsonType.Scalar(ToValue(type)),
    };

    static PrimitiveType ToIceberg(ValueType type) => type.Kind switch
    {
        ValueKind.Boolean => IcebergType.Boolean,
        ValueKind.Long => IcebergType.Long,
        ValueKind.Double => IcebergType.Double,
        ValueKind.Decimal => IcebergType.Decimal(type.Precision, type.Scale),
        ValueKind.Date => IcebergType.Date,
        ValueKind.Timestamp => IcebergType.Timestamp,
        ValueKind.TimestampTz => IcebergType.Timestamptz,
        _ => IcebergType.String,
    };
}
