using Tarn.Engine.Native;
using Tarn.Engine.Results;

namespace Tarn.Server.QueryApi;

/// <summary>The executor's types under the names that clients of Dremio's API know.</summary>
static class DremioTypes
{
    public static IReadOnlyList<ResultColumnAnswer> Of(ResultSchema schema) =>
        [.. JsonResultWriter.DistinctNames(schema).Zip(schema.Columns, (name, column) => new ResultColumnAnswer(name, Of(column.Type)))];

    static ResultTypeAnswer Of(LogicalType type) => type.Id switch
    {
        TypeId.Decimal => new("DECIMAL", type.Width, type.Scale),
        TypeId.HugeInt or TypeId.UHugeInt or TypeId.BigNum => new("DECIMAL", 38, 0),
        TypeId.UBigInt => new("DECIMAL", 20, 0),
        TypeId.Boolean => new("BOOLEAN"),
        TypeId.TinyInt or TypeId.SmallInt or TypeId.UTinyInt or TypeId.USmallInt or TypeId.Integer => new("INTEGER"),
        TypeId.UInteger or TypeId.BigInt => new("BIGINT"),
        TypeId.Float => new("FLOAT"),
        TypeId.Double => new("DOUBLE"),
        TypeId.Date => new("DATE"),
        TypeId.Time or TypeId.TimeNs => new("TIME"),
        TypeId.Timestamp or TypeId.TimestampTz or TypeId.TimestampS or TypeId.TimestampMs or TypeId.TimestampNs => new("TIMESTAMP"),
        TypeId.Interval => new("INTERVAL"),
        TypeId.Blob or TypeId.Geometry => new("VARBINARY"),
        TypeId.List or TypeId.Array => new("LIST"),
        TypeId.Struct => new("STRUCT"),
        TypeId.Map => new("MAP"),
        TypeId.Union => new("UNION"),
        _ => new("VARCHAR"),
    };
}
