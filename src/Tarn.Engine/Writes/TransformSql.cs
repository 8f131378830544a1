using Tarn.Engine.Scans;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>Partition transforms as SQL over a column of the table's type; equal to <see cref="Transform.Apply"/> for every value.</summary>
static class TransformSql
{
    const string MicrosPerHour = "3600000000";
    const string MicrosPerDay = "86400000000";

    public static string Expression(Transform transform, IcebergType type, string column) => transform switch
    {
        IdentityTransform => column,
        VoidTransform => $"NULL::{ExecutorTypes.Sql(type)}",
        BucketTransform b => BucketSql(b.Buckets, type, column),
        TruncateTransform t => TruncateSql(t.Width, type, column),
        TemporalTransform t => Temporal(t.ToString(), type, column),
        _ => throw new EngineException(EngineErrorKind.NotSupported, $"Tarn does not know the partition transform {transform}: the table can be read but not written. Nothing was written."),
    };

    /// <summary>
    /// The same as a column to partition by. The executor makes texts of these values, for which a BLOB must be valid UTF-8 and a decimal within its own digits: so the one is written
    /// in hex, and the other left as text where truncation may carry it below the least value. Floating values are texts too: the executor would put both zeros into one partition, whose value
    /// readers take for that of each row.
    /// </summary>
    public static string PartitionKey(Transform transform, IcebergType type, string column) => transform switch
    {
        TruncateTransform t when type.Kind is TypeKind.Decimal => $"{TransformFunctions.TruncateDecimal}({t.Width}, {column}::VARCHAR)",
        IdentityTransform when type.Kind is TypeKind.Float or TypeKind.Double => $"{column}::VARCHAR",
        IdentityTransform or TruncateTransform when type.Kind is TypeKind.Binary or TypeKind.Fixed => $"hex({Expression(transform, type, column)})",
        _ => Expression(transform, type, column),
    };

    static string BucketSql(int buckets, IcebergType type, string column) => type.Kind switch
    {
        TypeKind.Decimal => $"{TransformFunctions.BucketDecimal}({buckets}, {column}::VARCHAR)",
        TypeKind.String or TypeKind.Binary or TypeKind.Fixed or TypeKind.Uuid => $"{TransformFunctions.Bucket}({buckets}, {column})",
        TypeKind.Date => $"{TransformFunctions.Bucket}({buckets}, {Days(type, column)}::BIGINT)",
        TypeKind.Time => $"{TransformFunctions.Bucket}({buckets}, epoch_us({column}))",
        TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs => $"{TransformFunctions.Bucket}({buckets}, {Micros(type, column)})",
        _ => $"{TransformFunctions.Bucket}({buckets}, {column}::BIGINT)",
    };

    static string TruncateSql(int width, IcebergType type, string column) => type.Kind is TypeKind.Decimal
        ? $"{TransformFunctions.TruncateDecimal}({width}, {column}::VARCHAR)::{ExecutorTypes.Sql(type)}"
        : $"{TransformFunctions.Truncate}({width}, {column})";

    static string Temporal(string unit, IcebergType type, string column)
    {
        if (unit == "hour") return $"{TransformFunctions.FloorDivide}({Micros(type, column)}, {MicrosPerHour})::INTEGER";
        var days = Days(type, column);
        if (unit == "day") return days;
        var date = $"(DATE '1970-01-01' + {days})";
        return unit == "year" ? $"(year({date}) - 1970)::INTEGER" : $"((year({date}) - 1970) * 12 + month({date}) - 1)::INTEGER";
    }

    static string Days(IcebergType type, string column) => type.Kind is TypeKind.Date
        ? $"({column} - DATE '1970-01-01')::INTEGER"
        : $"{TransformFunctions.FloorDivide}({Micros(type, column)}, {MicrosPerDay})::INTEGER";

    /// <summary>Microseconds of the instant: what a session's time zone makes of it has no part in partitioning.</summary>
    static string Micros(IcebergType type, string column) => type.Kind is TypeKind.TimestampNs or TypeKind.TimestamptzNs
        ? $"{TransformFunctions.FloorDivide}(epoch_ns({column}), 1000)"
        : $"epoch_us({column})";
}
