using Tarn.Operate.Jobs;
using Tarn.Server.Catalog;
using Tarn.Server.Jobs;

namespace Tarn.Server.Home;

/// <summary>Turns facts into the first page. Pure: the same facts give the same page.</summary>
static class HomeWeighing
{
    const int MostFreshness = 12;
    const int MostRuns = 400;
    static readonly TimeSpan RunsSpan = TimeSpan.FromHours(6);

    public static HomeAnswer Weigh(HomeFacts facts, IReadOnlyDictionary<JobId, Job> failed)
    {
        var fresh = facts.Tables.Select(t => (Table: t, Freshness: Freshness.Of(t, facts.Builds, facts.Now))).Where(t => t.Freshness is { TargetMs: not null }).ToList();
        var attention = HomeAttention.Of(facts, failed, [.. fresh.Where(t => t.Freshness!.Late == true).Select(t => (t.Table, t.Freshness!))]);
        return new HomeAnswer(facts.Now, Verdict(facts, attention), Steps(facts))
        {
            Tiles = [.. HomeTiles.Of(facts, fresh.Count, fresh.Count(t => t.Freshness!.Late == true))],
            Attention = attention,
            Freshness =
            [
                .. fresh.OrderByDescending(t => t.Freshness!.AgeMs / Math.Max(1, t.Freshness.TargetMs!.Value)).Take(MostFreshness).Select(t => new FreshnessItem(
                    t.Table.Identifier.ToString(), t.Table.Identifier.Namespace.Levels, t.Table.Identifier.Name, t.Freshness!.AgeMs, t.Freshness.TargetMs!.Value, t.Freshness.ChangedAt)),
            ],
            RunsSince = facts.Now - RunsSpan,
            Runs = [.. facts.Jobs.Where(j => IsRun(j, facts.Now)).Take(MostRuns).Select(j => new RunItem(j.Id.ToString(), JobPages.KindName(j.Kind), JobPages.StateName(j.State), j.Title, j.Started ?? j.Queued, j.Ended))],
        };
    }

    static bool IsRun(JobSpan job, DateTimeOffset now) => job.Kind != JobKind.Query && !job.IsPart && (job.Ended ?? now) >= now - RunsSpan;

    static FirstSteps Steps(HomeFacts facts) => new(
        !facts.Sources.Connections.IsEmpty || facts.Sources.Error is not null, !facts.Tables.IsEmpty, facts.Builds?.RanAt is not null, facts.Jobs.Any(j => j.Kind == JobKind.Query && j.State == JobState.Succeeded));

    static VerdictAnswer Verdict(HomeFacts facts, IReadOnlyList<AttentionItem> attention)
    {
        if (facts.Tables.IsEmpty && attention.Count == 0) return new VerdictAnswer("ok", "empty", new Dictionary<string, int>());
        var args = attention.GroupBy(a => a.Id).ToDictionary(g => g.Key, g => g.Count());
        args["n"] = attention.Count;
        args["tables"] = facts.Tables.Count(t => !t.IsView);
        var severity = attention.Count == 0 ? "ok" : attention.Any(a => a.Severity == "bad") ? "bad" : "warn";
        return new VerdictAnswer(severity, attention.Count == 0 ? "fine" : "attention", args);
    }
}
