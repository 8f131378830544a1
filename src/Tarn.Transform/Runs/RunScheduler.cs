using System.Threading.Channels;
using Tarn.Transform.Graph;

namespace Tarn.Transform.Runs;

/// <summary>
/// Runs nodes in the order of the graph, several at once. A failure skips what is downstream of it. A cancellation stops the statements that run and begins no other: what had
/// ended stands, the rest is skipped.
/// </summary>
/// <remarks>
/// dbt's order: a node queues when its last blocker ends, among those that queue at once by layers of the selected graph, then by name. Its number is that of its place in the
/// queue; a model with unit tests gets its own when they have ended.
/// </remarks>
internal sealed class RunScheduler(DbtManifest manifest, IReadOnlyCollection<string> selected, int threads)
{
    /// <summary>Called by one thread at a time.</summary>
    public required Action<DbtNode, int, int> Started { get; init; }

    public required Action<NodeResult, int, int> Finished { get; init; }

    public required Func<DbtNode, CancellationToken, NodeResult> Run { get; init; }

    public bool FailFast { get; init; }

    /// <summary>Whether tests hold back what is downstream of the nodes that they test, and unit tests the model itself (dbt build).</summary>
    public bool TestsGate { get; init; }

    /// <summary>Whether ephemeral models are worked on as well (dbt compile) instead of only ordering the others.</summary>
    public bool RunsEphemeral { get; init; }

    private const string FailFastMessage = "Skipping due to fail_fast";
    private const string NotBegun = "Cancelled before it began";

    private readonly Dictionary<string, int> layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<string>> unitTests = new(StringComparer.Ordinal);
    private readonly LinkedList<string> queue = new();
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly HashSet<string> skipped = new(StringComparer.Ordinal);
    private readonly List<NodeResult> results = [];
    private int total;

    public async Task<IReadOnlyList<NodeResult>> RunAllAsync(CancellationToken cancellationToken)
    {
        Prepare();
        var finished = Channel.CreateBounded<NodeResult>(Math.Max(1, threads));
        var running = 0;
        var stop = false;
        Enqueue();
        while (running > 0 || (queue.Count > 0 && !stop))
        {
            stop |= cancellationToken.IsCancellationRequested;
            while (!stop && running < threads && Next() is { } node)
            {
                Started(node, positions[node.UniqueId], total);
                running++;
                _ = ExecuteAsync(node, finished.Writer, cancellationToken);
            }

            if (running == 0)
            {
                break;
            }

            // Not cancelled itself: what runs ends by its own cancellation, and how it ended is told.
            var result = await finished.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            running--;
            Complete(result);
            stop |= FailFast && result.IsFailure;
        }

        if (stop)
        {
            var reason = cancellationToken.IsCancellationRequested ? NotBegun : FailFastMessage;
            results.AddRange(waiting.Keys.Concat(queue).Concat(unitTests.Values.SelectMany(t => t)).Distinct().Order(StringComparer.Ordinal).Select(id => manifest.Nodes[id]).Where(IsShown)
                .Select(n => new NodeResult(n, NodeStatus.Skipped, reason, null, null, TimeSpan.Zero)));
        }

        return results;
    }

    /// <summary>In a build a unit test belongs to its model and runs before it; one whose model is not built is not run, as in dbt.</summary>
    private void Prepare()
    {
        total = selected.Count(id => IsShown(manifest.Nodes[id]));
        foreach (var id in selected.Order(StringComparer.Ordinal))
        {
            if (!TestsGate || manifest.Nodes[id].ResourceType != "unit_test")
            {
                waiting[id] = Blockers(id);
                continue;
            }

            foreach (var model in manifest.ParentsOf(id).Where(selected.Contains))
            {
                if (!unitTests.TryGetValue(model, out var tests))
                {
                    unitTests[model] = tests = new();
                }

                tests.Enqueue(id);
            }
        }
    }

    private bool IsShown(DbtNode node) => RunsEphemeral || !node.IsEphemeral;

    /// <summary>Moves what nothing blocks any more to the end of the queue.</summary>
    private void Enqueue()
    {
        foreach (var id in waiting.Where(w => w.Value.Count == 0).Select(w => w.Key).OrderBy(Layer).ThenBy(id => id, StringComparer.Ordinal).ToList())
        {
            waiting.Remove(id);
            queue.AddLast(id);
            if (!unitTests.ContainsKey(id))
            {
                Number(id);
            }
        }
    }

    private void Number(string id)
    {
        if (IsShown(manifest.Nodes[id]))
        {
            positions.TryAdd(id, positions.Count + 1);
        }
    }

    /// <summary>The next node to run; skipped ones and ephemeral models end on the way.</summary>
    private DbtNode? Next()
    {
        while (queue.First is { } first)
        {
            var id = first.Value;
            if (unitTests.TryGetValue(id, out var tests) && tests.TryDequeue(out var test))
            {
                Number(test);
                if (!skipped.Contains(id))
                {
                    return TakeUnitTest(first, test);
                }

                Complete(new NodeResult(manifest.Nodes[test], NodeStatus.Skipped, null, null, null, TimeSpan.Zero));
                continue;
            }

            queue.RemoveFirst();
            Number(id);
            var node = manifest.Nodes[id];
            if (!IsShown(node))
            {
                Release(id);
            }
            else if (skipped.Contains(id))
            {
                Complete(new NodeResult(node, NodeStatus.Skipped, null, null, null, TimeSpan.Zero));
            }
            else
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>The model waits, out of the queue, until this test has ended.</summary>
    private DbtNode TakeUnitTest(LinkedListNode<string> model, string test)
    {
        queue.Remove(model);
        waiting[model.Value] = [test];
        return manifest.Nodes[test];
    }

    private void Complete(NodeResult result)
    {
        var node = result.Node;
        results.Add(result);
        Finished(result, positions[node.UniqueId], total);
        if (result.IsFailure)
        {
            skipped.UnionWith(Downstream(node));
        }

        if (node.ResourceType == "unit_test" && TestsGate)
        {
            // Its model goes on at once, before what else waits.
            foreach (var model in waiting.Where(w => w.Value.Remove(node.UniqueId)).Select(w => w.Key).ToList())
            {
                waiting.Remove(model);
                queue.AddFirst(model);
            }

            return;
        }

        Release(node.UniqueId);
    }

    private void Release(string id)
    {
        foreach (var blockers in waiting.Values)
        {
            blockers.Remove(id);
        }

        Enqueue();
    }

    /// <summary>What a failure skips. A data test's are those nodes, not tests, that are downstream of everything that it is about.</summary>
    private HashSet<string> Downstream(DbtNode node)
    {
        if (node.ResourceType == "unit_test")
        {
            var models = TestsGate ? manifest.ParentsOf(node.UniqueId) : [];
            return [.. models, .. manifest.Reach(models, upstream: false, int.MaxValue)];
        }

        if (node.ResourceType != "test" || !TestsGate)
        {
            return manifest.Reach([node.UniqueId], upstream: false, int.MaxValue);
        }

        HashSet<string>? shared = null;
        foreach (var parent in manifest.ParentsOf(node.UniqueId))
        {
            var below = manifest.Reach([parent], upstream: false, int.MaxValue);
            shared = shared is null ? below : [.. shared.Where(below.Contains)];
        }

        var held = (shared ?? []).Where(id => manifest.Nodes[id].ResourceType is not ("test" or "unit_test")).ToList();
        return [.. held, .. manifest.Reach(held, upstream: false, int.MaxValue)];
    }

    /// <summary>Selected nodes that must end before this one begins: those upstream, and in a build the tests of its parents.</summary>
    private HashSet<string> Blockers(string id)
    {
        var upstream = manifest.Reach([id], upstream: true, int.MaxValue);
        var result = upstream.Where(selected.Contains).ToHashSet(StringComparer.Ordinal);
        if (TestsGate && manifest.Nodes[id].ResourceType is not ("test" or "unit_test"))
        {
            result.UnionWith(upstream.SelectMany(manifest.ChildrenOf)
                .Where(t => selected.Contains(t) && manifest.Nodes[t].ResourceType == "test" && manifest.ParentsOf(t).All(p => upstream.Contains(p))));
        }

        return result;
    }

    private int Layer(string id)
    {
        if (layers.TryGetValue(id, out var known))
        {
            return known;
        }

        return layers[id] = Blockers(id).Select(up => Layer(up) + 1).DefaultIfEmpty(0).Max();
    }

    private async Task ExecuteAsync(DbtNode node, ChannelWriter<NodeResult> writer, CancellationToken cancellationToken)
    {
        // A thread of its own: template code blocks on the warehouse.
        var result = await Task.Factory.StartNew(
            () => RunGuarded(node, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        await writer.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
    }

    private static NodeResult Cancelled(DbtNode node, TimeSpan elapsed) => new(
        node, NodeStatus.Skipped, node.ResourceType is "test" or "unit_test" ? "Cancelled while it ran" : $"Cancelled while it ran; {node.RelationName} is as its last statement left it", null, null, elapsed);

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
