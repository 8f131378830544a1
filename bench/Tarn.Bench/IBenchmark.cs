namespace Tarn.Bench;

/// <summary>One line of the scoreboard: Tarn's time against a bound that is measured in the same run.</summary>
interface IBenchmark
{
    /// <summary><c>P1</c>.</summary>
    string Id { get; }

    /// <summary>What is compared with what, in one line.</summary>
    string Title { get; }

    /// <summary>Measures. What it leaves in the options' folder may be used again by the next run.</summary>
    /// <exception cref="WrongAnswerException">The two sides do not answer the same: their times mean nothing.</exception>
    Task<BenchmarkReport> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken);
}
