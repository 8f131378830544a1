namespace Tarn.Bench.Lakes;

/// <summary>One of the two sides that answer the same SQL.</summary>
interface IQuerySide
{
    /// <summary>Runs a query and takes all its rows, as chunks. Gives their number.</summary>
    Task<long> RunAsync(string sql, CancellationToken cancellationToken);

    /// <summary>Equal for equal answers.</summary>
    Task<string> AnswerAsync(string sql, CancellationToken cancellationToken);
}
