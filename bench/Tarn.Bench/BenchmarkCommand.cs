using System.Globalization;
using Tarn.Bench.Measuring;
using Tarn.Bench.Pages;

namespace Tarn.Bench;

/// <summary><c>bench/run [ID [--scale N] [--blocks N] [--seconds N] [--folder PATH] [--page PATH]]</c>. The last line of a run is <c>ID ratio=N.NN</c>.</summary>
static class BenchmarkCommand
{
    const string Usage = "usage: bench/run ID [--scale N] [--blocks N] [--seconds N] [--folder PATH] [--page PATH]";

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter log, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(arguments, output, log, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            await log.WriteLineAsync($"{e.Message}\n{Usage}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is WrongAnswerException or OperationCanceledException)
        {
            await log.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
    }

    static async Task<int> TryAsync(string[] arguments, TextWriter output, TextWriter log, CancellationToken cancellationToken)
    {
        var given = Read(arguments, out var id);
        if (id is null)
        {
            foreach (var known in Scoreboard.All) await output.WriteLineAsync($"{known.Id,-4} {known.Title}").ConfigureAwait(false);
            await output.WriteLineAsync(Usage).ConfigureAwait(false);
            return 0;
        }
        var benchmark = Scoreboard.All.FirstOrDefault(b => b.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"There is no benchmark {id}; there are {string.Join(", ", Scoreboard.All.Select(b => b.Id))}.");
        var root = given.GetValueOrDefault("root", Environment.CurrentDirectory);
        var options = new BenchmarkOptions(given.GetValueOrDefault("folder", Path.Combine(root, "artifacts", "bench-data")), log);
        options = options with
        {
            Scale = Number(given, "scale", options.Scale),
            Blocks = (int)Number(given, "blocks", options.Blocks),
            TimePerFigure = TimeSpan.FromSeconds(Number(given, "seconds", options.TimePerFigure.TotalSeconds)),
        };
        var before = Machine.Look(options.Folder);
        var report = await benchmark.RunAsync(options, cancellationToken).ConfigureAwait(false);
        var page = given.GetValueOrDefault("page", Path.Combine(root, "docs", "benchmarks.md"));
        await output.WriteLineAsync(BenchmarksPage.Table(report)).ConfigureAwait(false);
        // What a tenth of the data says is no figure to publish.
        if (options.Scale == 1 || given.ContainsKey("page"))
            await BenchmarksPage.WriteAsync(page, report, before, TimeProvider.System.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(report.Line).ConfigureAwait(false);
        return 0;
    }

    static Dictionary<string, string> Read(string[] arguments, out string? id)
    {
        id = null;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) id = id is null ? arguments[i] : throw new FormatException("One benchmark at a time.");
            else if (arguments[i][2..] is var name && name is "root" or "scale" or "blocks" or "seconds" or "folder" or "page" && i + 1 < arguments.Length) given[name] = arguments[++i];
            else throw new FormatException($"{arguments[i]} is not known, or lacks its value.");
        }
        return given;
    }

    static double Number(Dictionary<string, string> given, string name, double otherwise) =>
        !given.TryGetValue(name, out var text) ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw new FormatException($"--{name} {text}: a number above 0 is expected.");
}
