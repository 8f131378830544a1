using System.Globalization;
using Tarn.Engine.Results;

namespace Tarn.Bench.Lakes;

/// <summary>What an answer comes to, to tell two apart.</summary>
static class Answers
{
    const ulong Prime = 1099511628211;

    /// <summary>The number of rows and the sum of their hashes: rows may come in any order. Doubles are compared by their first nine digits, as sums differ in the last with the threads.</summary>
    public static async Task<string> DigestAsync(IAsyncEnumerable<ResultBatch> batches)
    {
        var (rows, sum) = (0L, 0UL);
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                var hash = 14695981039346656037UL;
                for (var column = 0; column < batch.Schema.Columns.Length; column++)
                    foreach (var c in Text(ColumnValue.Read(batch.Column(column), row))) hash = (hash ^ c) * Prime;
                sum += hash;
            }
            rows += batch.RowCount;
        }
        return $"{rows} rows, {sum:x16}";
    }

    static string Text(object? value) => value switch
    {
        null => "\u0001",
        double v => v.ToString("E8", CultureInfo.InvariantCulture),
        float v => v.ToString("E5", CultureInfo.InvariantCulture),
        byte[] v => Convert.ToHexString(v),
        IFormattable v => v.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    } + "\u001f";
}
