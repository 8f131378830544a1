using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Modules;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Runs;

/// <summary>Runs a microbatch model: one commit a batch. Where the first fails the others are not begun; a later one that fails leaves the others to run.</summary>
/// <param name="node">The model.</param>
/// <param name="window">From the command line, both or none.</param>
/// <param name="now">When the command began.</param>
/// <param name="materialize">Writes one batch, into a table that is there or not.</param>
/// <param name="console">Takes the lines of batches.</param>
internal sealed class MicrobatchRun(
    DbtNode node, (DateTime Start, DateTime End)? window, DateTime now, Action<Batch, bool> materialize, Action<string> console, TimeProvider time)
{
    private static readonly string[] Sizes = ["hour", "day", "month", "year"];

    public static bool Applies(DbtNode node) =>
        node is { ResourceType: "model", Materialized: "incremental" } && node.Config.TryGetValue("incremental_strategy", out var strategy) && strategy is "microbatch";

    /// <param name="isIncremental">Whether the table is there and is not to be made anew.</param>
    public BatchResults Run(bool isIncremental, out string? firstError)
    {
        var batches = Plan(isIncremental);
        var written = new List<Batch>();
        var failed = new List<Batch>();
        firstError = null;
        foreach (var (batch, index) in batches.Select((b, i) => (b, i)))
        {
            if (written.Count == 0 && failed.Count > 0)
            {
                console(Line(batch, index, batches.Count, "SKIP", "SKIP"));
                failed.Add(batch);
                continue;
            }

            console(Line(batch, index, batches.Count, "START", "RUN"));
            var start = time.GetTimestamp();
            try
            {
                materialize(batch, isIncremental || index > 0);
                written.Add(batch);
                console(Line(batch, index, batches.Count, "OK created", "OK" + RunText.After(time.GetElapsedTime(start))));
            }
            catch (Exception error) when (error is DbtException or Jinja.JinjaException)
            {
                firstError ??= error.Message;
                failed.Add(batch);
                console(Line(batch, index, batches.Count, "ERROR creating", "ERROR" + RunText.After(time.GetElapsedTime(start))));
            }
        }

        return new BatchResults(written, failed);
    }

    /// <summary>What the model's code reads of a batch.</summary>
    public static PyDict Value(DbtNode node, Batch batch) => new(new Dictionary<string, object?>
    {
        ["id"] = batch.Name(Size(node)).Replace("-", string.Empty, StringComparison.Ordinal),
        ["event_time_start"] = DateValue.DateTime(batch.Start, ZoneValue.Utc),
        ["event_time_end"] = DateValue.DateTime(batch.End, ZoneValue.Utc),
    });

    private IReadOnlyList<Batch> Plan(bool isIncremental)
    {
        var size = Size(node);
        if (!Sizes.Contains(size))
        {
            throw Wrong($"does not have a 'batch_size' config (one of {string.Join(", ", Sizes)}) specified");
        }

        if (node.Config.TryGetValue("event_time", out var column) && column is null || !node.Config.ContainsKey("event_time"))
        {
            throw Wrong("must have an 'event_time' configuration");
        }

        var end = Batch.Ceiling(window?.End ?? now, size);
        if (window is { } given)
        {
            return Batch.Between(given.Start, end, size);
        }

        if (!isIncremental)
        {
            var begin = node.Config.TryGetValue("begin", out var value) && value is not null ? Batch.Parse(PyText.Str(value)) : null;
            return Batch.Between(begin ?? throw Wrong("requires a 'begin' configuration"), end, size);
        }

        // An end on a boundary closes the batch before it.
        var lookback = node.Config.TryGetValue("lookback", out var back) && PyNumber.TryIndex(back, out var number) ? (int)number : 1;
        return Batch.Between(Batch.Offset(end, size, -lookback - 1), end, size);
    }

    private static string Size(DbtNode node) => node.Config.TryGetValue("batch_size", out var size) && size is not null ? PyText.Str(size) : string.Empty;

    private DbtException Wrong(string what) => new(DbtErrorKind.Compilation, $"Runtime Error in model {node.Name} ({node.Path})\n  Microbatch model '{node.Name}' {what}.");

    private string Line(Batch batch, int index, int count, string word, string status) =>
        "Batch " + RunText.Line($"{index + 1} of {count} {word} batch {batch.Name(Size(node))} of {node.Schema}.{node.Alias} ", status);
}
