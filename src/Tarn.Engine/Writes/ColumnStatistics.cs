using System.Globalization;

namespace Tarn.Engine.Writes;

/// <summary>Statistics of a leaf column in a file, as COPY's RETURN_STATS gives them: texts.</summary>
sealed record ColumnStatistics(long Bytes, long Values, long Nulls, string? Min, string? Max)
{
    public static ColumnStatistics Of(IReadOnlyDictionary<string, string> texts) => new(
        Number(texts, "column_size_bytes"), Number(texts, "num_values"), Number(texts, "null_count"), texts.GetValueOrDefault("min"), texts.GetValueOrDefault("max"));

    static long Number(IReadOnlyDictionary<string, string> texts, string name) =>
        texts.TryGetValue(name, out var text) ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
}
