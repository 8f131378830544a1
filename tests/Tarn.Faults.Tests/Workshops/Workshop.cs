using System.Globalization;
using System.Text;
using Tarn.Testing;

namespace Tarn.Faults.Tests.Workshops;

/// <summary>A small project folder of every kind of stream and model, whose sources grow round by round, and the rows that its tables must then have.</summary>
public sealed class Workshop : IDisposable
{
    const int EventsARound = 20, OrdersARound = 10, UpdatesARound = 5;

    readonly TemporaryFolder? folder;
    readonly SortedDictionary<int, int> orders = [];
    int rounds;

    /// <param name="root">The folder to work in; a temporary one where null.</param>
    public Workshop(string? root = null)
    {
        Root = root ?? (folder = new TemporaryFolder()).Path;
        foreach (var (path, text) in WorkshopFiles.All) Write(path, text);
    }

    public string Root { get; }

    public string Warehouse => PathOf("warehouse");

    /// <summary>What the sources hold now.</summary>
    public WorkshopRows Bronze => rounds == 0 ? WorkshopRows.None : new(
        Events: new(rounds * EventsARound, Sum(rounds * EventsARound)),
        Orders: new(orders.Count, orders.Sum(o => (long)o.Key * 1000 + o.Value)),
        Stock: new(rounds, Sum(rounds)),
        Quarantined: new(rounds, Sum(rounds)));

    public void Dispose() => folder?.Dispose();

    /// <summary>New files, a changed file, newer versions of rows that came before, and one row that cannot be loaded.</summary>
    public void AddRound()
    {
        var round = ++rounds;
        var events = new StringBuilder();
        for (var id = (round - 1) * EventsARound + 1; id <= round * EventsARound; id++)
            events.Append(CultureInfo.InvariantCulture, $"{{\"id\": {id}, \"kind\": \"k{id % 3}\", \"happened\": \"2026-11-01T00:00:{id % 60:00}Z\"}}\n");
        Write($"data/events/events-{round:0000}.jsonl", events.Append("{\"id\": ").ToString());

        for (var i = 0; i < UpdatesARound && round > 1; i++) orders[(round * 7 + i * 3) % orders.Count + 1] = round;
        for (var i = 0; i < OrdersARound; i++) orders[orders.Count + 1] = round;
        var changed = orders.Where(o => o.Value == round).Select(o => FormattableString.Invariant($"{o.Key},{o.Value},{o.Key}.50\n"));
        Write($"data/orders/orders-{round:0000}.csv", "order_id,version,amount\n" + string.Concat(changed));
        Write("data/stock/stock.csv", "item_id,name\n" + string.Concat(Enumerable.Range(1, round).Select(i => FormattableString.Invariant($"{i},item {i} of {round}\n"))));
    }

    public void Write(string path, string text)
    {
        var full = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public string PathOf(string path) => Path.Combine(Root, path);

    static long Sum(long count) => count * (count + 1) / 2;
}
