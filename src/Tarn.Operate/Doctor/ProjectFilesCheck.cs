using Tarn.Project;

namespace Tarn.Operate.Doctor;

/// <summary>Are the project's files valid?</summary>
/// <param name="validate">Reads every file of the project and gives all problems: the features that own the files are composed here.</param>
public sealed class ProjectFilesCheck(Func<CancellationToken, Task<IReadOnlyList<ProjectProblem>>> validate) : ICheck
{
    public string Id => "project-files";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var problems = await validate(cancellationToken).ConfigureAwait(false);
        return problems.Count == 0
            ? [new Finding(Id, CheckState.Ok, "all files are valid", null)]
            : [new Finding(Id, CheckState.Fail, $"{problems.Count} problems in the project's files", "Mend the lines that are named.") { Details = [.. problems.Select(problem => problem.ToString())] }];
    }
}
