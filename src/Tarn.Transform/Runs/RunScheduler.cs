using System.Threading.Channels;
using Tarn.Transform.Graph;

namespace Tarn.Transform.Runs;

/// <summary>
/// Runs nodes in the order of the graph, several at once. A failure skips what is downstream of it. A cancellation stops the statements that run and begins no other: what had
/// ended stands, the rest is skipped.
/// </summary>
internal sealed class RunScheduler(DbtManifest manifest, IReadOnlyCollection<string> selected, int threads)
{
    /// <summary>Called by one thread at a time.</summary>
    public required Action<DbtNode, int, int> Started { get; init; }

    public required Action<NodeResult, int, int> Finished { get; init; }

    public required Func<DbtNode, CancellationToken, NodeResult> Run { get; init; }

    public bool FailFast { get; init; }

    /// <summary>Whether tests hold back what is downstream of the nodes that they test (dbt build).</summary>
    public bool TestsGate { get; init; }

    private readonly Dictionary<string, int> layers = new(StringComparer.Ordinal);

    private const string FailFastMessage = "Skipping due to fail_fast";

    public async Task<IReadOnlyList<NodeResult>> RunAllAsync(CancellationToken cancellationToken)
    {
        var waiting = selected.ToDictionary(id => id, Blockers, StringComparer.Ordinal);
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var finished = Channel.CreateBounded<NodeResult>(Math.Max(1, threads));
        var results = new List<NodeResult>();
        var skipped = new HashSet<string>(StringComparer.Ordinal);
        var running = 0;
        var stop = false;
        while (waiting.Count > 0 || running > 0)
        {
            stop |= cancellationToken.IsCancellationRequested;
            foreach (var id in stop ? [] : Ready(waiting, threads - running))
            {
                waiting.Remove(id);
                var node = manifest.Nodes[id];
                positions[id] = positions.Count + 1;
                if (skipped.Contains(id))
                {
                    Complete(new NodeResult(node, NodeStatus.Skipped, null, null, null, TimeSpan.Zero));
                    continue;
                }

                Started(node, positions[id], selected.Count);
                running++;
                _ = ExecuteAsync(node, finished.Writer, cancellationToken);
            }

            if (running == 0)
            {
                if (stop || waiting.Count == 0 || !waiting.Values.Any(w => w.Count == 0))
                {
                    break;
                }

                continue;
            }

            // Not cancelled itself: what runs ends by its own cancellation, and how it ended is told.
            var result = await finished.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            running--;
            Complete(result);
            stop |= FailFast && result.IsFailure;
        }

        var reason = cancellationToken.IsCancellationRequested ? NotBegun : FailFastMessage;
        results.AddRange(waiting.Keys.Order(StringComparer.Ordinal).Where(_ => stop)
            .Select(id => new NodeResult(manifest.Nodes[id], NodeStatus.Skipped, reason, null, null, TimeSpan.Zero)));
        return results;

        void Complete(NodeResult result)
        {
            results.Add(result);
            Finished(result, positions[result.Node.UniqueId], selected.Count);
            foreach (var blockers in waiting.Values)
            {
                blockers.Remove(result.Node.UniqueId);
            }

            if (result.IsFailure)
            {
                var from = result.Node.ResourceType == "test" && TestsGate ? manifest.ParentsOf(result.Node.UniqueId) : [result.Node.UniqueId];
                skipped.UnionWith(manifest.Reach(from, upstream: false, int.MaxValue));
            }
        }
    }

    /// <summary>Selected nodes that must end before this one begins: those upstream, and in a build the tests of its parents.</summary>
    private HashSet<string> Blockers(string id)
    {
        var upstream = manifest.Reach([id], upstream: true, int.MaxValue);
        var result = upstream.Where(selected.Contains).ToHashSet(StringComparer.Ordinal);
        if (TestsGate && manifest.Nodes[id].ResourceType != "test")
        {
            result.UnionWith(upstream.SelectMany(manifest.ChildrenOf)
                .Where(t => selected.Contains(t) && manifest.Nodes[t].ResourceType == "test" && manifest.ParentsOf(t).All(p => upstream.Contains(p))));
        }

        return result;
    }

    /// <summary>dbt's order among nodes that are ready: by layers of the selected graph, ephemeral models included, then by name.</summary>
    private int Layer(string id)
    {
        if (layers.TryGetValue(id, out var known))
        {
            return known;
        }

        var before = Blockers(id).Concat(manifest.Reach([id], upstream: true, int.MaxValue).Where(up => manifest.Nodes[up].IsEphemeral));
        return layers[id] = before.Select(up => Layer(up) + 1).DefaultIfEmpty(0).Max();
    }

    private List<string> Ready(Dictionary<string, HashSet<string>> waiting, int free) => waiting.Where(w => w.Value.Count == 0)
        .Select(w => w.Key).OrderBy(Layer).ThenBy(id => id, StringComparer.Ordinal).Take(Math.Max(0, free)).ToList();

    private async Task ExecuteAsync(DbtNode node, ChannelWriter<NodeResult> writer, CancellationToken cancellationToken)
    {
        // A thread of its own: template code blocks on the warehouse.
        var result = await Task.Factory.StartNew(
            () => RunGuarded(node, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        await writer.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
    }

    private const string NotBegun = "Cancelled before it began";

    private static NodeResult Cancelled(DbtNode node, TimeSpan elapsed) => new(
        node, NodeStatus.Skipped, node.ResourceType == "test" ? "Cancelled while it ran" : $"Cancelled while it ran; {node.RelationName} is as its last statement left it", null, null, elapsed);

    private NodeResult RunGuarded(DbtNode node, CancellationToken cancellationToken)
    {
        try
        {
            var result = Run(node, cancellationToken);
            return result.Status == NodeStatus.Error && cancellationToken.IsCancellationRequested ? Cancelled(node, result.Elapsed) : result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return Cancelled(node, TimeSpan.Zero);
        }
#pragma warning disable CA1031 // One node's failure is a result; the others go on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new NodeResult(node, NodeStatus.Error, error.Message, null, null, TimeSpan.Zero);
        }
    }
}
