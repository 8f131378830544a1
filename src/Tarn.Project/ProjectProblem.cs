using Tarn.Project.Yaml;

namespace Tarn.Project;

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="File">As the user knows it: relative to the project folder where it lies inside.</param>
/// <param name="Position">Null where the file as a whole is meant.</param>
/// <param name="Message">What is wrong and what to write instead; starts in lower case, without a full stop.</param>
public sealed record ProjectProblem(string File, YamlPosition? Position, string Message)
{
    public override string ToString() => Position is { } at ? $"{File}:{at.Line}:{at.Column}: {Message}" : $"{File}: {Message}";
}
