using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Cli.Prompt;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Cli.Verbs;

/// <summary>The interactive prompt: statements until Ctrl-D; Ctrl-C cancels the running one and keeps the session.</summary>
static class SqlPrompt
{
    public static async Task<int> RunAsync(ProjectHost project, Session session, OutputFormat format)
    {
        var names = await CatalogNames.LoadAsync(project.Catalog, CancellationToken.None).ConfigureAwait(false);
        var prompt = new StatementPrompt(
            History.Load(project.Folder.HistoryFile),
            text => text.Trim() is "exit" or "quit" or "" || StatementSplitter.IsComplete(text),
            (text, cursor) => SqlCompletion.At(text, cursor, names));
        Console.Error.WriteLine("End a statement with ; — Tab completes, Ctrl-R searches, Ctrl-C cancels, Ctrl-D leaves.");
        while (prompt.Read("tarn> ") is { } text)
        {
            if (text.Trim().TrimEnd(';') is "exit" or "quit") break;
            foreach (var statement in StatementSplitter.Split(text))
                if (!await TryRunAsync(project, session, statement.Text, format).ConfigureAwait(false)) break;
            names = await CatalogNames.LoadAsync(project.Catalog, CancellationToken.None).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    static async Task<bool> TryRunAsync(ProjectHost project, Session session, string statement, OutputFormat format)
    {
        using var cancel = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, e) =>
        {
            e.Cancel = true;
            cancel.Cancel();
        };
        Console.CancelKeyPress += onCancel;
        try
        {
            await SqlVerb.RunStatementAsync(project, session, statement, format, null, cancel.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("Cancelled.");
        }
        catch (Exception e) when (ErrorReport.Of(e) is { } report)
        {
            report.Print(json: false);
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;
        }

        return false;
    }
}
