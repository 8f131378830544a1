namespace Tarn.Operate.Metrics;

/// <summary>The counts of one histogram series. Locked, so that a reading's count and sum belong together.</summary>
sealed class Buckets(int count)
{
    readonly Lock gate = new();
    readonly long[] counts = new long[count];
    double sum;

    public void Observe(int bucket, double value)
    {
        lock (gate)
        {
            counts[bucket]++;
            sum += value;
        }
    }

    public (long[] Counts, double Sum) Read()
    {
        lock (gate) return ([.. counts], sum);
    }
}
