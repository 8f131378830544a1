namespace Tarn.Faults.Tests.Workshops;

/// <summary>A table's rows, told by their number and a sum over what they hold.</summary>
public readonly record struct RowSum(long Count, long Sum);

/// <summary>The rows that the sources bring.</summary>
public sealed record WorkshopRows(RowSum Events, RowSum Orders, RowSum Stock, RowSum Quarantined)
{
    public static WorkshopRows None { get; } = new(default, default, default, default);

    /// <summary>Each table of a sync.</summary>
    public IReadOnlyDictionary<string, RowSum> OfSync => new Dictionary<string, RowSum>
    {
        ["bronze.events"] = Events, ["bronze.orders"] = Orders, ["bronze.stock"] = Stock, ["quarantine.bronze_events"] = Quarantined,
    };

    /// <summary>Each table and view of a build on these rows.</summary>
    public IReadOnlyDictionary<string, RowSum> OfBuild => new Dictionary<string, RowSum>
    {
        ["silver.stg_orders"] = Orders, ["silver.stg_events"] = Events, ["gold.event_log"] = Events, ["gold.order_state"] = Orders,
        ["gold.kinds"] = new(Math.Min(3, Events.Count), Events.Count), ["silver.labels"] = new(Events.Count == 0 ? 0 : 3, Events.Count == 0 ? 0 : 6),
    };
}
