namespace Tarn.Faults.Tests.Workshops;

/// <summary>What the tables hold; null where there is none.</summary>
sealed record WorkshopState(IReadOnlyDictionary<string, RowSum?> Tables)
{
    public static async Task<WorkshopState> OfAsync(Workshop workshop)
    {
        await using var project = await OpenedProject.OpenAsync(workshop.Root);
        return await OfAsync(project.SumAsync);
    }

    public static async Task<WorkshopState> OfAsync(Func<string, Task<RowSum?>> sum, IEnumerable<string>? only = null)
    {
        var tables = new Dictionary<string, RowSum?>();
        foreach (var table in only ?? WorkshopFiles.SumOf.Keys) tables[table] = await sum(table);
        return new WorkshopState(tables);
    }

    public void Is(IReadOnlyDictionary<string, RowSum> expected, string when)
    {
        foreach (var (table, rows) in expected) Assert.True(Tables[table] == rows, $"{when}: {table} holds {Tables[table]} instead of {rows}");
    }

    /// <summary>Each table is as it was, or as it is to be: nothing in between, and nothing is unreadable.</summary>
    public void IsBetween(IReadOnlyDictionary<string, RowSum> before, IReadOnlyDictionary<string, RowSum> after, string when)
    {
        foreach (var (table, rows) in after)
        {
            var found = Tables[table] ?? default;
            // A model may be built on one that the killed run had not reached: it still has the old rows of its source.
            Assert.True(found == before[table] || found == rows, $"{when}: {table} holds {found}, which is neither {before[table]} nor {rows}");
        }
    }
}
