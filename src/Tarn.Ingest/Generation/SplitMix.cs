namespace Tarn.Ingest.Generation;

/// <summary>Random numbers that depend on a column's salt and a row's number alone, so that any thread can make any row.</summary>
/// <remarks>SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
struct SplitMix(long salt, long row)
{
    const ulong Gamma = 0x9E3779B97F4A7C15;

    // Mixed once more: rows whose streams began a step apart would share all numbers but one.
    ulong state = Mix(Mix((ulong)salt + Gamma) + ((ulong)row * Gamma));

    public ulong Next() => Mix(state += Gamma);

    /// <summary>0 included, 1 not.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number below a limit; a limit of 0 stands for 2^64.</summary>
    public ulong NextBelow(ulong limit) => limit == 0 ? Next() : Math.BigMul(Next(), limit, out _);

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
