namespace Tarn.Operate.Metrics;

/// <summary>A double that several threads change.</summary>
sealed class Cell
{
    double value;

    public double Value => Volatile.Read(ref value);

    public void Set(double to) => Volatile.Write(ref value, to);

    public void Add(double amount)
    {
        var seen = Volatile.Read(ref value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref value, seen + amount, seen);
            if (before.Equals(seen)) return;
            seen = before;
        }
    }
}
