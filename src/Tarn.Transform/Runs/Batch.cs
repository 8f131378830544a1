using System.Globalization;

namespace Tarn.Transform.Runs;

/// <summary>The span of event times that one batch of a microbatch model writes, in UTC.</summary>
/// <param name="Start">From here.</param>
/// <param name="End">To before here.</param>
public readonly record struct Batch(DateTime Start, DateTime End)
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm"];

    /// <summary>How dbt calls the batch.</summary>
    public string Name(string size) => Start.ToString(size switch { "year" => "yyyy", "month" => "yyyy-MM", "day" => "yyyy-MM-dd", _ => "yyyy-MM-ddTHH" }, CultureInfo.InvariantCulture);

    /// <summary>The batches between two times: the first begins at a boundary, the last ends at the end itself.</summary>
    public static IReadOnlyList<Batch> Between(DateTime start, DateTime end, string size)
    {
        var batches = new List<Batch>();
        var from = Truncate(start, size);
        do
        {
            var to = Offset(from, size, 1);
            batches.Add(new Batch(from, to));
            from = to;
        }
        while (from < end);

        batches[^1] = batches[^1] with { End = end };
        return batches;
    }

    public static DateTime Truncate(DateTime time, string size) => size switch
    {
        "year" => new DateTime(time.Year, 1, 1),
        "month" => new DateTime(time.Year, time.Month, 1),
        "day" => time.Date,
        _ => time.Date.AddHours(time.Hour),
    };

    public static DateTime Ceiling(DateTime time, string size) => Truncate(time, size) == time ? time : Offset(time, size, 1);

    /// <summary>The boundary at or before a time, so many batches later.</summary>
    public static DateTime Offset(DateTime time, string size, int batches)
    {
        var from = Truncate(time, size);
        return size switch
        {
            "year" => from.AddYears(batches),
            "month" => from.AddMonths(batches),
            "day" => from.AddDays(batches),
            _ => from.AddHours(batches),
        };
    }

    /// <summary>A time as a project or a command line writes it; null where it is none.</summary>
    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.UtcDateTime
        : null;
}
