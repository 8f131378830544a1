namespace Tarn.Engine.Tests.Dml;

/// <summary>The rows of a table as the simplest thing that could be right: a dictionary by id.</summary>
sealed class RowModel
{
    public SortedDictionary<int, (string? Name, int Part)> Rows { get; private init; } = [];

    public RowModel Copy() => new() { Rows = new SortedDictionary<int, (string? Name, int Part)>(Rows) };

    /// <summary>Changes the rows that meet a condition and says how many did; null takes a row out.</summary>
    public int Change(Func<int, string?, int, bool> condition, Func<int, string?, int, (string? Name, int Part)?> change)
    {
        var found = Rows.Where(r => condition(r.Key, r.Value.Name, r.Value.Part)).ToList();
        foreach (var (id, row) in found)
        {
            _ = Rows.Remove(id);
            if (change(id, row.Name, row.Part) is { } now) Rows.Add(id, now);
        }
        return found.Count;
    }

    public override string ToString() => string.Join(' ', Rows.Select(r => $"{r.Key},{r.Value.Name ?? "NULL"},{r.Value.Part}"));
}
