using System.CommandLine;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Cli.Terminal;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Lexing;
using Tarn.Operate.Jobs;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn sql ["statement; …"] [-f file] [--format …]</c>; without a statement, at a terminal, the prompt.</summary>
static class SqlVerb
{
    static readonly Argument<string?> Text = new("STATEMENTS") { Description = "One or more statements.", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<string?> Script = new("--file", "-f") { Description = "Read the statements from a file; - for standard input.", HelpName = "FILE" };
    static readonly Option<OutputFormat?> Format = new("--format") { Description = "How rows are printed (default: table)." };
    static readonly Option<string?> Output = new("--output", "-o") { Description = "Write the last answer's rows to a file.", HelpName = "FILE" };
    static readonly Option<string?> Namespace = new("--namespace") { Description = "Where bare table names are looked up.", HelpName = "NS" };

    static readonly Option<bool> KeepGoing = new("--keep-going") { Description = "Run the statements after one that failed, too; the exit code is 1 all the same." };

    public static Command Create() => Verb.Create("sql", "Run SQL, or open the prompt.", RunAsync, Text, Script, Format, Output, Namespace, KeepGoing);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(context, cancellationToken).ConfigureAwait(false);
        if (context.Parsed.GetValue(Format) == OutputFormat.Parquet && text is null) throw new UsageException("--format parquet needs a statement: the prompt draws tables.");
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var session = project.Lakehouse.OpenSession(ProjectHost.Principal, new SessionOptions(context.Parsed.GetValue(Namespace)));
        var format = context.Parsed.GetValue(Format) ?? (context.Json ? OutputFormat.Json : OutputFormat.Table);
        if (text is null)
        {
            context.Signals.Dispose();
            return await SqlPrompt.RunAsync(project, session, format).ConfigureAwait(false);
        }

        var statements = StatementSplitter.Split(text);
        if (format == OutputFormat.Parquet)
        {
            if (statements.Count != 1) throw new UsageException($"--format parquet takes one statement, since a Parquet file holds one answer; here are {statements.Count}.");
            await ParquetPrinting.RunAsync(project, session, statements[0].Text, context.Parsed.GetValue(Output), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        }

        return await RunScriptAsync(context, project, session, statements, format, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the statements in order; an error of one among several says which it was.</summary>
    static async Task<int> RunScriptAsync(
        VerbContext context, ProjectHost project, Session session, IReadOnlyList<StatementText> statements, OutputFormat format, CancellationToken cancellationToken)
    {
        var exit = ExitCode.Success;
        for (var i = 0; i < statements.Count; i++)
            try
            {
                var file = i == statements.Count - 1 ? context.Parsed.GetValue(Output) : null;
                await RunStatementAsync(project, session, statements[i].Text, format, file, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (statements.Count > 1 && !cancellationToken.IsCancellationRequested && ErrorReport.Of(e) is { } report)
            {
                (report with { Statement = i + 1 }).Print(context.Json);
                exit = report.ExitCode;
                if (!context.Parsed.GetValue(KeepGoing)) break;
            }

        return exit;
    }

    /// <summary>Runs one statement as a job and prints what it answers.</summary>
    public static Task RunStatementAsync(ProjectHost project, Session session, string statement, OutputFormat format, string? file, CancellationToken cancellationToken) =>
        project.Jobs.RunAsync(new JobRequest(JobKind.Query, session.Principal, statement, "cli"), async job =>
        {
            using var display = new ProgressDisplay("query", project.Time);
            session.Job = job.Id.ToString();
            var progress = new JobProgressRelay(job, display);
            await using var result = await session.ExecuteAsync(statement, null, progress, job.CancellationToken).ConfigureAwait(false);
            if (result.Schema is { } schema)
                await RowOutput.PrintAsync(schema, Quieting(result.Batches, display), format, file, job.CancellationToken).ConfigureAwait(false);
            else if (format == OutputFormat.Json && result.Changes is { } changes)
                Console.Out.WriteLine($"{{\"inserted\": {changes.Inserted}, \"updated\": {changes.Updated}, \"deleted\": {changes.Deleted}}}");
            RowOutput.PrintNotes(result);
            return true;
        }, cancellationToken);

    static async Task<string?> ReadTextAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var (text, script) = (context.Parsed.GetValue(Text), context.Parsed.GetValue(Script));
        if (text is not null && script is not null) throw new UsageException("Give the statements or a file with -f, not both.");
        if (text is not null) return text;
        if (script is not null and not "-") return await File.ReadAllTextAsync(script, cancellationToken).ConfigureAwait(false);
        if (script is null && !Console.IsInputRedirected) return null;
        return await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the progress line away before the first row is printed.</summary>
    static async IAsyncEnumerable<Engine.Results.ResultBatch> Quieting(IAsyncEnumerable<Engine.Results.ResultBatch> batches, ProgressDisplay display)
    {
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            display.Dispose();
            yield return batch;
        }
    }
}
