using System.Globalization;

namespace Tarn.Bench.Lakes;

/// <summary>Made-up events of eight columns, in the executor's SQL: numbers, a decimal, a double, an instant, texts of few and of many values.</summary>
static class EventRows
{
    /// <param name="rows">How many.</param>
    /// <param name="parts">Values of the column <c>part</c>, whose rows follow one another; null for one every 100,000 rows.</param>
    public static string Sql(long rows, long? parts = null) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT i AS id, (hash(i) % 1000)::INTEGER AS shop, ['sale', 'refund', 'visit', 'search', 'login', 'logout', 'error'][1 + (hash(i, 1) % 7)::BIGINT] AS kind,
            ((hash(i, 2) % 1000000) / 100.0)::DECIMAL(12,2) AS amount, (hash(i, 3) % 100000) / 7.0::DOUBLE AS price, TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds((i % 2592000)::BIGINT) AS at_time,
            'customer ' || (hash(i, 4) % 50000) AS customer, {(parts is { } n ? $"(i * {n} // {rows})" : "(i // 100000)")}::INTEGER AS part
        FROM range({rows}) r(i)
        """);
}
