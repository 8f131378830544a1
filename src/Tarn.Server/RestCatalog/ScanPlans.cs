using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Scans;

namespace Tarn.Server.RestCatalog;

/// <summary>A planned scan, of which a client takes one part after the other.</summary>
sealed record ScanPlanEntry(TableIdentifier Table, ScanPlan Plan, ScanMessages Messages, bool WithResidual)
{
    /// <summary>Tasks in one answer.</summary>
    public const int TasksInPart = 2_000;

    public int Parts => Math.Max(1, (Plan.Tasks.Length + TasksInPart - 1) / TasksInPart);

    public IReadOnlyCollection<FileScanTask> Part(int index) => Plan.Tasks.AsSpan().Slice(index * TasksInPart, Math.Min(TasksInPart, Plan.Tasks.Length - (index * TasksInPart))).ToArray();
}

/// <summary>The plans that clients may still ask about; the oldest go first.</summary>
sealed class ScanPlans
{
    const int MaxPlans = 64;

    readonly Lock _gate = new();
    readonly Dictionary<string, ScanPlanEntry> _plans = new(StringComparer.Ordinal);
    readonly Queue<string> _byAge = new();

    public string Add(ScanPlanEntry plan)
    {
        var id = Guid.NewGuid().ToString("N");
        lock (_gate)
        {
            _plans.Add(id, plan);
            _byAge.Enqueue(id);
            while (_byAge.Count > MaxPlans) _ = _plans.Remove(_byAge.Dequeue());
        }
        return id;
    }

    /// <summary>Null where it is unknown, dropped or of another table.</summary>
    public ScanPlanEntry? Find(string id, TableIdentifier table)
    {
        lock (_gate) return _plans.TryGetValue(id, out var plan) && plan.Table == table ? plan : null;
    }

    public bool Remove(string id, TableIdentifier table)
    {
        lock (_gate) return _plans.TryGetValue(id, out var plan) && plan.Table == table && _plans.Remove(id);
    }
}
