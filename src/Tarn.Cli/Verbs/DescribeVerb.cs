using System.CommandLine;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn describe TABLE</c>: columns and types, as the statement DESCRIBE gives them.</summary>
static class DescribeVerb
{
    static readonly Argument<string> Table = new("TABLE") { Description = "A table or view, with its namespace." };

    public static Command Create() => Verb.Create("describe", "Show a table's columns.", RunAsync, Table);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var session = project.Lakehouse.OpenSession(ProjectHost.Principal);
        var format = context.Json ? OutputFormat.Json : OutputFormat.Table;
        await SqlVerb.RunStatementAsync(project, session, $"describe {context.Parsed.GetValue(Table)}", format, null, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
