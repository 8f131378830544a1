namespace Tarn.Server;

/// <summary>Waits for what another thread brings about.</summary>
static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, int withinMs = 5000)
    {
        for (var waited = 0; waited < withinMs; waited += 10)
        {
            if (condition()) return;
            await Task.Delay(10);
        }
        Assert.True(condition(), $"not within {withinMs} ms");
    }
}
