using Tarn.Engine.Native;

namespace Tarn.Server.Frames;

/// <summary>A result column's type as pages are told: Iceberg's name where there is one, else the executor's in lower case.</summary>
static class ColumnTypeName
{
    public static string Of(LogicalType type) => type.Id switch
    {
        _ when type.Alias is { } alias => alias.ToLowerInvariant(),
        TypeId.Boolean => "boolean",
        TypeId.Integer => "int",
        TypeId.BigInt => "long",
        TypeId.Float => "float",
        TypeId.Double => "double",
        TypeId.Decimal => $"decimal({type.Width},{type.Scale})",
        TypeId.Varchar => "string",
        TypeId.Blob => "binary",
        TypeId.Date => "date",
        TypeId.Time => "time",
        TypeId.Timestamp => "timestamp",
        TypeId.TimestampTz => "timestamptz",
        TypeId.TimestampNs => "timestamp_ns",
        TypeId.Uuid => "uuid",
        TypeId.List => $"list<{Of(type.Fields[0].Type)}>",
        TypeId.Map => $"map<{Of(type.Fields[0].Type)}, {Of(type.Fields[1].Type)}>",
        TypeId.Struct => $"struct<{string.Join(", ", type.Fields.Select(field => $"{field.Name}: {Of(field.Type)}"))}>",
        _ => type.ToString().ToLowerInvariant(),
    };
}
