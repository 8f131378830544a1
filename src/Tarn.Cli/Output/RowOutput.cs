using Tarn.Engine.Results;
using Tarn.Engine.Results.Arrow;
using Tarn.Engine.Sessions;

namespace Tarn.Cli.Output;

/// <summary>Prints rows in a format to standard output, or to a file that appears only when it is whole.</summary>
static class RowOutput
{
    /// <summary>Where no terminal says how wide it is, nothing is cut.</summary>
    const int UnboundedWidth = 1_000_000;

    public static async Task PrintAsync(
        ResultSchema schema, IAsyncEnumerable<ResultBatch> batches, OutputFormat format, string? file, CancellationToken cancellationToken)
    {
        await ToAsync(file, stream => WriteAsync(schema, batches, format, stream, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Bytes that are written already.</summary>
    public static Task CopyAsync(string from, string? file, CancellationToken cancellationToken) => ToAsync(file, async stream =>
    {
        await using var source = File.OpenRead(from);
        await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    });

    static async Task ToAsync(string? file, Func<Stream, Task> write)
    {
        if (file is null)
        {
            await using var console = Console.OpenStandardOutput();
            await write(console).ConfigureAwait(false);
            return;
        }

        var unfinished = file + ".part";
        try
        {
            await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write)) await write(stream).ConfigureAwait(false);
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Rows that a verb made itself.</summary>
    public static Task PrintAsync(ResultSchema schema, IEnumerable<IReadOnlyList<object?>> rows, bool json, CancellationToken cancellationToken) =>
        PrintAsync(schema, Stream(ResultBatch.FromRows(schema, rows)), json ? OutputFormat.Json : OutputFormat.Table, null, cancellationToken);

    /// <summary>What a statement says besides its rows, on standard error: which states were read, what was done.</summary>
    public static void PrintNotes(StatementResult result)
    {
        foreach (var table in result.Tables.Where(t => t.IsTimeTravel))
            Console.Error.WriteLine(table.SnapshotId is { } id
                ? $"{table.Name} as of snapshot {id}, committed {table.Timestamp:yyyy-MM-dd'T'HH:mm:ss.fff}Z"
                : $"{table.Name} has no snapshot: it is empty");
        if (result.Message is { } message) Console.Error.WriteLine(message);
    }

    static async Task WriteAsync(
        ResultSchema schema, IAsyncEnumerable<ResultBatch> batches, OutputFormat format, Stream stream, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            await DrawAsync(schema, batches, stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using var writer = Writer(schema, format, stream);
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    static IResultWriter Writer(ResultSchema schema, OutputFormat format, Stream stream) => format switch
    {
        OutputFormat.Csv => new CsvResultWriter(stream, schema),
        OutputFormat.Json => new JsonResultWriter(stream, schema, asLines: false),
        OutputFormat.Ndjson => new JsonResultWriter(stream, schema, asLines: true),
        OutputFormat.Arrow => new ArrowResultWriter(stream, schema),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static async Task DrawAsync(ResultSchema schema, IAsyncEnumerable<ResultBatch> batches, Stream stream, CancellationToken cancellationToken)
    {
        var table = new TerminalTable(schema, new TerminalTableOptions(Console.IsOutputRedirected ? UnboundedWidth : Math.Max(40, Console.WindowWidth)));
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false)) table.Add(batch);
        await using var text = new StreamWriter(stream, leaveOpen: true);
        await text.WriteLineAsync(table.Draw()).ConfigureAwait(false);
    }

    static async IAsyncEnumerable<ResultBatch> Stream(IEnumerable<ResultBatch> batches)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var batch in batches) yield return batch;
    }
}
