namespace Tarn.Server.Problems;

/// <summary>Why something did not happen, as the API says it: one shape for answers, final frames and failed jobs.</summary>
/// <param name="Kind">The stable kind; it chooses status and title.</param>
/// <param name="Detail">In words: what happened to which object, what was kept safe, what to do.</param>
public sealed record Problem(ProblemKind Kind, string Detail)
{
    /// <summary>The object and the place in the text concerned.</summary>
    public ProblemCause? Cause { get; init; }

    /// <summary>The setting that named the limit which was met.</summary>
    public string? Setting { get; init; }

    /// <summary>What the person can do next.</summary>
    public IReadOnlyList<ProblemAction> Actions { get; init; } = [];

    /// <summary>The job concerned, if there is one.</summary>
    public string? Job { get; init; }

    /// <summary>After how many seconds to try again (the header <c>Retry-After</c>).</summary>
    public int? RetryAfterSeconds { get; init; }

    internal ProblemBody ToBody()
    {
        var traits = ProblemTraits.Of(Kind);
        return new ProblemBody(traits.Name, traits.Title, Detail, traits.Status, Cause, Setting, Actions, Job, traits.Retryable);
    }
}
