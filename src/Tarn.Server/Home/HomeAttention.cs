using Tarn.Ingest.Runs;
using Tarn.Operate.Jobs;
using Tarn.Server.Builds;
using Tarn.Server.Catalog;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Server.Syncs;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Home;

/// <summary>What needs a person, most harm first: what stands still before what is late, and of two equal things the one that more tables hang on.</summary>
static class HomeAttention
{
    const int Most = 50;

    /// <summary>Syncs and builds whose last run failed.</summary>
    public static IEnumerable<JobSpan> Failed(IReadOnlyList<JobSpan> jobs) => jobs
        .Where(j => j.Kind is JobKind.Sync or JobKind.Dbt && !j.IsPart && j.Ended is not null && j.State != JobState.Cancelled)
        // The parts of a build are named by hand: the last build of any kind tells how the models are.
        .GroupBy(j => j.Kind == JobKind.Sync ? j.Title.Split('.')[0] : "").Select(g => g.MaxBy(j => j.Ended)!).Where(j => j.State is JobState.Failed or JobState.Lost).Take(Most);

    public static IReadOnlyList<AttentionItem> Of(HomeFacts facts, IReadOnlyDictionary<JobId, Job> failed, IReadOnlyList<(KnownTable Table, Freshness Freshness)> late)
    {
        var built = Models(facts).Concat(Tests(facts)).ToList();
        var items = failed.Values.Where(j => j.Kind == JobKind.Sync).Select(j => Sync(facts, j))
            // A build that failed by its models and tests is told by those; one that came to none left the results of the one before.
            .Concat(failed.Values.Where(j => j.Kind == JobKind.Dbt && !(built.Count > 0 && facts.Builds?.RanAt >= j.Queued)).Select(Build))
            .Concat(built).Concat(Damaged(facts)).Concat(SourceFiles(facts)).Concat(Quarantine(facts)).Concat(late.Select(t => Late(facts, t.Table, t.Freshness)));
        return [.. items.OrderBy(i => i.Severity == "bad" ? 0 : 1).ThenByDescending(i => i.Tables).ThenBy(i => i.Since).Take(Most)];
    }

    static AttentionItem Sync(HomeFacts facts, Job job)
    {
        var name = job.Title.Split('.')[0];
        var connection = facts.Sources.Connections.FirstOrDefault(c => c.Name == name);
        return new AttentionItem("syncFailed", "bad", job.Title)
        {
            Error = Error(job),
            Since = job.Ended,
            Tables = connection?.Streams.Length ?? 0,
            Action = new AttentionAction("retry") { Post = $"/syncs/{Uri.EscapeDataString(name)}/run", Href = $"/syncs/{Uri.EscapeDataString(name)}", Allowed = facts.MayRun },
        };
    }

    static AttentionItem Build(Job job) => new("buildFailed", "bad", job.Title)
    {
        Error = Error(job),
        Since = job.Ended,
        Action = new AttentionAction("showJob") { Href = $"/jobs/{job.Id}" },
    };

    static IEnumerable<AttentionItem> Models(HomeFacts facts)
    {
        if (facts.Builds is not { } builds) yield break;
        foreach (var result in builds.Results.Values.Where(r => r.Status is "error" or "partial success"))
        {
            if (!builds.Nodes.TryGetValue(result.UniqueId, out var model) || model.IsTest) continue;
            yield return new AttentionItem("modelFailed", "bad", $"{model.Schema}.{model.Relation}")
            {
                Error = new Problem(ProblemKind.Engine, result.Message ?? model.Name).ToBody(),
                Since = builds.RanAt,
                Tables = Downstream(builds, model),
                Action = new AttentionAction("showModel") { Href = $"/models/{Uri.EscapeDataString(model.UniqueId)}" },
            };
        }
    }

    static IEnumerable<AttentionItem> Tests(HomeFacts facts)
    {
        if (facts.Builds is not { } builds) yield break;
        foreach (var result in builds.Results.Values.Where(r => r.Status is "fail" or "error"))
        {
            if (!builds.Nodes.TryGetValue(result.UniqueId, out var test) || !test.IsTest) continue;
            var about = (test.AttachedNode ?? test.DependsOn.FirstOrDefault()) is { } id ? builds.Nodes.GetValueOrDefault(id) : null;
            yield return new AttentionItem("testFailed", "bad", about is null ? test.Name : $"{about.Schema}.{about.Relation} · {test.Name}")
            {
                // A test that found rows ran as it should; a unit test says how they differ.
                Error = result.Status == "error" || test.ResourceType == "unit_test" ? new Problem(ProblemKind.Engine, result.Message ?? test.Name).ToBody() : null,
                Since = builds.RanAt,
                Args = new Dictionary<string, double> { ["rows"] = result.Failures ?? 0 },
                Tables = about is null ? 0 : Downstream(builds, about),
                Action = test.CompiledCode is { } sql ? new AttentionAction("showRows") { Sql = sql } : new AttentionAction("showModel") { Href = "/models" },
            };
        }
    }

    static IEnumerable<AttentionItem> Damaged(HomeFacts facts) => facts.Tables.Where(t => t.IsUnreadable).Select(t => new AttentionItem("damaged", "bad", t.Identifier.ToString())
    {
        Action = new AttentionAction("showTable") { Href = TableHref(t) },
    });

    static IEnumerable<AttentionItem> SourceFiles(HomeFacts facts) => facts.Sources.Error is not { } error ? [] :
    [
        new AttentionItem("sources", "bad", "sources/") { Error = ProblemMapper.Of(error).ToBody(), Action = new AttentionAction("showSyncs") { Href = "/syncs" } },
    ];

    static IEnumerable<AttentionItem> Quarantine(HomeFacts facts)
    {
        foreach (var connection in facts.Sources.Connections)
            foreach (var stream in connection.Streams)
            {
                var name = $"{connection.Name}.{stream.Name}";
                if (facts.TablesByName.GetValueOrDefault(StreamStatus.QuarantineOf(stream).ToString()) is not { Rows.Rows: > 0 and var rows } waiting) continue;
                yield return new AttentionItem("quarantine", "warn", name)
                {
                    Since = waiting.LastChange?.Timestamp,
                    Args = new Dictionary<string, double> { ["rows"] = rows },
                    Tables = 1,
                    Action = new AttentionAction("showRows") { Href = $"/syncs/{Uri.EscapeDataString(connection.Name)}?stream={Uri.EscapeDataString(stream.Name)}" },
                };
            }
    }

    static AttentionItem Late(HomeFacts facts, KnownTable table, Freshness freshness)
    {
        var stream = ProjectSources.StreamOf(facts.Sources, table.Identifier);
        var node = ProjectBuilds.NodeOf(facts.Builds, table.Identifier);
        return new AttentionItem("late", "warn", table.Identifier.ToString())
        {
            Since = facts.Now.AddMilliseconds(freshness.TargetMs!.Value - freshness.AgeMs),
            Args = new Dictionary<string, double> { ["ageMs"] = freshness.AgeMs, ["targetMs"] = freshness.TargetMs!.Value },
            Tables = node is null || facts.Builds is null ? 0 : Downstream(facts.Builds, node),
            Action = stream is { } loaded
                ? new AttentionAction("sync") { Post = $"/syncs/{Uri.EscapeDataString(loaded.Connection.Name)}/run", Href = $"/syncs/{Uri.EscapeDataString(loaded.Connection.Name)}", Allowed = facts.MayRun }
                : new AttentionAction("showTable") { Href = TableHref(table) },
        };
    }

    /// <summary>Tables that are made of this one, directly or not.</summary>
    static int Downstream(BuiltProject builds, BuiltNode node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<BuiltNode>([node]);
        while (next.TryPop(out var one))
            foreach (var child in builds.ChildrenOf(one.UniqueId).Where(c => !c.IsTest))
                if (seen.Add(child.UniqueId)) next.Push(child);
        return seen.Count(id => builds.Nodes[id].HasRelation);
    }

    static ProblemBody? Error(Job job) => job.Error is { } error ? JobProblems.Of(job, error).ToBody() : null;

    static string TableHref(KnownTable table) =>
        $"/catalog/{Uri.EscapeDataString(string.Join('\u001f', table.Identifier.Namespace.Levels))}/{Uri.EscapeDataString(table.Identifier.Name)}";
}
