using Tarn.Bench.Measuring;

namespace Tarn.Bench.Lakes;

/// <summary>Tarn and the executor alone, both warm, over the same files.</summary>
static class Sides
{
    /// <summary>Compares the times of a query, after both sides have answered it once, the same.</summary>
    /// <exception cref="WrongAnswerException">They do not.</exception>
    public static async Task<Comparison> CompareAsync(
        BenchmarkOptions options, IQuerySide tarn, IQuerySide bound, string name, string sql, CancellationToken cancellationToken) =>
        await CompareAsync(options, tarn, sql, bound, sql, name, cancellationToken).ConfigureAwait(false);

    /// <summary>The same where the two sides name their tables differently.</summary>
    public static async Task<Comparison> CompareAsync(
        BenchmarkOptions options, IQuerySide tarn, string tarnSql, IQuerySide bound, string boundSql, string name, CancellationToken cancellationToken)
    {
        var (one, other) = (await tarn.AnswerAsync(tarnSql, cancellationToken).ConfigureAwait(false), await bound.AnswerAsync(boundSql, cancellationToken).ConfigureAwait(false));
        if (one != other) throw new WrongAnswerException($"{name}: Tarn answers {one}, the bound {other}.");
        var compared = await Alternation.CompareAsync(options, t => tarn.RunAsync(tarnSql, t), t => bound.RunAsync(boundSql, t), cancellationToken).ConfigureAwait(false);
        await options.Log.WriteLineAsync($"{name}: {Figures.Of(compared)}").ConfigureAwait(false);
        return compared;
    }
}
