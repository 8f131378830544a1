using Tarn.Ingest.Runs;
using Tarn.Operate.Jobs;
using Tarn.Server.Catalog;

namespace Tarn.Server.Syncs;

/// <summary>The states of streams, decided from facts: the last job, the table, the source.</summary>
static class StreamStates
{
    /// <summary>Most urgent first.</summary>
    static readonly string[] Urgency = ["failed", "needsDecision", "late", "firstLoad", "live", "waiting", "onTime"];

    public static (string State, string? Reason) Of(StreamStatus status, long quarantined, Job? last, Freshness? fresh)
    {
        if (last is { State: JobState.Running or JobState.Queued }) return (status.LastLoad is null ? "firstLoad" : "live", null);
        if (last is { State: JobState.Failed or JobState.Lost }) return ("failed", null);
        if (status.SourceError is not null) return ("waiting", "source");
        if (status.LastLoad is null) return ("waiting", "neverRan");
        if (quarantined > 0) return ("needsDecision", "quarantine");
        // A source that had nothing new is not late: the last look at it counts.
        var lookedAt = last is { State: JobState.Succeeded, Ended: { } ended } ? ended : (DateTimeOffset?)null;
        if (fresh is { Late: true } && (status.NewFiles + status.ChangedFiles > 0 || lookedAt is null)) return ("late", null);
        return status.NewFiles + status.ChangedFiles > 0 ? ("waiting", "files") : ("onTime", null);
    }

    public static string Worst(IEnumerable<string> states) => states.OrderBy(s => Array.IndexOf(Urgency, s)).FirstOrDefault() ?? "onTime";
}
