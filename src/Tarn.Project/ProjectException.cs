namespace Tarn.Project;

/// <summary>Everything that is wrong with a project folder's files, reported together.</summary>
/// <remarks>The message holds one line a problem, in the form that editors and terminals turn into links: <c>tarn.yaml:12:3: …</c>.</remarks>
public sealed class ProjectException : Exception
{
    public ProjectException(ProjectErrorKind kind, IReadOnlyList<ProjectProblem> problems, Exception? cause = null)
        : base(string.Join('\n', problems), cause)
    {
        Kind = kind;
        Problems = problems;
    }

    public ProjectException(ProjectErrorKind kind, ProjectProblem problem, Exception? cause = null) : this(kind, [problem], cause)
    {
    }

    public ProjectErrorKind Kind { get; }

    /// <summary>In the order of files and lines.</summary>
    public IReadOnlyList<ProjectProblem> Problems { get; }

    /// <summary>Never: a file does not get better by reading it again.</summary>
    public bool IsTransient { get; }
}
