namespace Tarn.Server.Problems;

/// <summary>The server's one exception: it carries the problem that the caller will be told.</summary>
public sealed class ServerException : Exception
{
    public ServerException(Problem problem, Exception? inner = null) : base(problem.Detail, inner) => Problem = problem;

    public ServerException(ProblemKind kind, string detail, Exception? inner = null) : this(new Problem(kind, detail), inner)
    {
    }

    public Problem Problem { get; }

    public ProblemKind Kind => Problem.Kind;

    public bool IsTransient => ProblemTraits.Of(Problem.Kind).Retryable;
}
