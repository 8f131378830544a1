namespace Tarn.Ingest.Generation;

/// <summary>Ranks 1 to n with the probabilities of Zipf's law, each in constant time and memory.</summary>
/// <remarks>Rejection-inversion, from W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions", ACM TOMACS 6(3), 1996.</remarks>
sealed class ZipfSampler
{
    readonly long ranks;
    readonly double exponent;
    readonly double areaOfFirst;
    readonly double areaOfAll;
    readonly double alwaysTaken;

    public ZipfSampler(long ranks, double exponent)
    {
        (this.ranks, this.exponent) = (ranks, exponent);
        areaOfFirst = Area(1.5) - 1;
        areaOfAll = Area(ranks + 0.5);
        alwaysTaken = 2 - Inverse(Area(2.5) - Weight(2));
    }

    /// <summary>The rank that a stream of random numbers gives; nearly always its first number decides.</summary>
    public long Next(ref SplitMix random)
    {
        while (true)
        {
            var area = areaOfAll + (random.NextUnit() * (areaOfFirst - areaOfAll));
            var point = Inverse(area);
            var rank = Math.Clamp((long)Math.Round(point), 1, ranks);
            if (rank - point <= alwaysTaken || area >= Area(rank + 0.5) - Weight(rank)) return rank;
        }
    }

    double Weight(double rank) => Math.Pow(rank, -exponent);

    /// <summary>The integral of the weight; the logarithm where the exponent is 1.</summary>
    double Area(double x) => IsLogarithmic ? Math.Log(x) : (Math.Pow(x, 1 - exponent) - 1) / (1 - exponent);

    double Inverse(double area) => IsLogarithmic ? Math.Exp(area) : Math.Pow(Math.Max(0, 1 + (area * (1 - exponent))), 1 / (1 - exponent));

    bool IsLogarithmic => Math.Abs(exponent - 1) < 1e-9;
}
