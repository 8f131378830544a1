using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Types;

namespace Tarn.Ingest.Generation;

/// <summary>The query that gives made-up rows: one expression a column over the rows' numbers.</summary>
static class GenerationSql
{
    const long MicrosPerDay = 86_400_000_000;

    /// <param name="options">The columns.</param>
    /// <param name="rows">How many rows the whole has: times are spread over them.</param>
    /// <param name="taken">How many of them, from the first, the query gives.</param>
    /// <param name="counter">The id of a counter of <see cref="RowCounters"/>.</param>
    public static string For(GenerationOptions options, long rows, long taken, long counter)
    {
        var columns = options.Columns.Select((c, i) => $"{Column(options, c, Salt(options.Seed, i), rows)} AS {Identifiers.Quote(c.Name)}");
        if (options.Partitions > 0) columns = columns.Append($"CAST({Rank(options, options.Partitions, Salt(options.Seed, -1))} - 1 AS INTEGER) AS {GenerationOptions.PartitionColumn}");
        return Invariant($"SELECT {string.Join(", ", columns)} FROM (SELECT {GenerationFunctions.Row}({counter}, i) AS i FROM range({taken}) AS numbers(i))");
    }

    /// <summary>Salts are far apart, so that no column of any seed repeats another.</summary>
    static string Salt(long seed, int column) => Invariant($"{new SplitMix(seed, column + 1).Next() >> 1}");

    static string Column(GenerationOptions options, GeneratedColumn column, string salt, long rows)
    {
        var value = Value(options, column, salt, rows);
        // A number of its own decides, so that nulls do not pick out certain values.
        return column.Nulls > 0 ? Invariant($"CASE WHEN {GenerationFunctions.Unit}(-{salt}, i) >= {column.Nulls:R}::DOUBLE THEN {value} END") : value;
    }

    static string Value(GenerationOptions options, GeneratedColumn column, string salt, long rows) => column.Distribution switch
    {
        Distribution.Choice choice => $"CAST([{string.Join(", ", choice.Values.Select(Identifiers.Literal))}][{Rank(options, choice.Values.Length, salt)}] AS {ExecutorTypes.Sql(column.Type)})",
        Distribution.Words words => Invariant($"{GenerationFunctions.Words}({salt}, i, {words.Count})"),
        Distribution.Any when column.Type.Kind is TypeKind.Uuid => $"CAST({GenerationFunctions.Uuid}({salt}, i) AS UUID)",
        Distribution.Any => $"{GenerationFunctions.Between}({salt}, i, 0, 1) = 1",
        Distribution.Days => Time(options, column.Type, Day(options, rows), $"{GenerationFunctions.Between}({salt}, i, 0, {MicrosPerDay - 1})"),
        Distribution.Sequence when column.Type.Kind is TypeKind.Date or TypeKind.Timestamp or TypeKind.Timestamptz => Even(options, column.Type, rows),
        Distribution.Uniform uniform when column.Type.Kind is TypeKind.Float or TypeKind.Double =>
            Invariant($"CAST({uniform.Least}::DOUBLE + {GenerationFunctions.Unit}({salt}, i) * {uniform.Greatest - uniform.Least}::DOUBLE AS {ExecutorTypes.Sql(column.Type)})"),
        Distribution.Uniform uniform => Number(column.Type, Between(column.Type, uniform, salt), scaled: true),
        Distribution.Zipf zipf => Number(column.Type, Invariant($"{GenerationFunctions.Zipf}({salt}, i, {zipf.Ranks}, {zipf.Exponent:R}::DOUBLE)"), scaled: false),
        _ => Number(column.Type, "(i + 1)", scaled: false),
    };

    static string Rank(GenerationOptions options, int count, string salt) => options.Skew > 0
        ? Invariant($"{GenerationFunctions.Zipf}({salt}, i, {count}, {options.Skew:R}::DOUBLE)")
        : Invariant($"{GenerationFunctions.Between}({salt}, i, 1, {count})");

    static string Between(IcebergType type, Distribution.Uniform uniform, string salt)
    {
        var factor = Factor(type);
        var (least, greatest) = (decimal.Ceiling(uniform.Least * factor), decimal.Floor(uniform.Greatest * factor));
        return Invariant($"{GenerationFunctions.Between}({salt}, i, {(long)least}::BIGINT, {(long)greatest}::BIGINT)");
    }

    static decimal Factor(IcebergType type) => type is DecimalType d ? Enumerable.Repeat(10m, d.Scale).Aggregate(1m, (a, b) => a * b) : 1;

    /// <param name="type">The column's.</param>
    /// <param name="value">A whole number, as SQL.</param>
    /// <param name="scaled">It counts units of a decimal's last digit.</param>
    static string Number(IcebergType type, string value, bool scaled) => type switch
    {
        { Kind: TypeKind.String } => $"'value-' || {value}",
        DecimalType { Scale: > 0 } when scaled => Invariant($"CAST(CAST({value} AS DECIMAL(18,0)) * {1 / Factor(type)} AS {ExecutorTypes.Sql(type)})"),
        _ => $"CAST({value} AS {ExecutorTypes.Sql(type)})",
    };

    static string Day(GenerationOptions options, long rows) => rows > long.MaxValue / Math.Max(options.Days, 1)
        ? Invariant($"CAST(i::HUGEINT * {options.Days} // {rows} AS BIGINT)")
        : Invariant($"(i * {options.Days} // {Math.Max(rows, 1)})");

    static string Even(GenerationOptions options, IcebergType type, long rows) =>
        Time(options, type, "0", Invariant($"CAST(i::HUGEINT * {options.Days * (Int128)MicrosPerDay} // {Math.Max(rows, 1)} AS BIGINT)"));

    static string Time(GenerationOptions options, IcebergType type, string day, string micros)
    {
        var first = options.Start.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        var instant = Invariant($"(({first} + {day}) * {MicrosPerDay} + {micros})");
        return type.Kind switch
        {
            TypeKind.Date => $"CAST(make_timestamp({instant}) AS DATE)",
            TypeKind.Timestamp => $"make_timestamp({instant})",
            _ => $"make_timestamptz({instant})",
        };
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
