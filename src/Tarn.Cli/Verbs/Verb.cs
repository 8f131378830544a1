using System.CommandLine;
using Tarn.Cli.Composition;

namespace Tarn.Cli.Verbs;

/// <summary>What a verb runs with.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Project">The folder that was named, or null.</param>
/// <param name="Json">Print JSON.</param>
/// <param name="Signals">What cancels the verb.</param>
sealed record VerbContext(ParseResult Parsed, string? Project, bool Json, StopSignals Signals)
{
    public Task<ProjectHost> OpenAsync(CancellationToken cancellationToken) => ProjectHost.OpenAsync(Project, cancellationToken);
}

/// <summary>Makes a command of a name, a sentence and a function; every failure becomes one message and an exit code here.</summary>
static class Verb
{
    public static Command Create(string name, string description, Func<VerbContext, CancellationToken, Task<int>> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
            switch (symbol)
            {
                case Option option: command.Options.Add(option); break;
                case Argument argument: command.Arguments.Add(argument); break;
                case Command sub: command.Subcommands.Add(sub); break;
            }

        command.SetAction((parsed, _) => RunAsync(parsed, run));
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, Func<VerbContext, CancellationToken, Task<int>> run)
    {
        using var signals = new StopSignals();
        var context = new VerbContext(parsed, parsed.GetValue(CommonOptions.Project), parsed.GetValue(CommonOptions.Json), signals);
        try
        {
            return await run(context, signals.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (ErrorReport.Of(e) is { } report)
        {
            report.Print(context.Json);
            return report.ExitCode;
        }
    }
}
