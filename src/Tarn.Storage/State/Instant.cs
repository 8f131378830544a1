using Microsoft.Data.Sqlite;

namespace Tarn.Storage.State;

/// <summary>Instants as the store keeps them: microseconds since 1970, UTC.</summary>
static class Instant
{
    public static long ToStore(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long? ToStore(DateTimeOffset? instant) => instant is { } value ? ToStore(value) : null;

    public static DateTimeOffset FromStore(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset Read(SqliteDataReader row, int column) => FromStore(row.GetInt64(column));

    public static DateTimeOffset? ReadOptional(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Read(row, column);
}
