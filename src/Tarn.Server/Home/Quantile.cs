namespace Tarn.Server.Home;

/// <summary>The value that a share of the values does not exceed.</summary>
static class Quantile
{
    /// <summary>Rounds after which the rest is sorted: a bad luck with the pivots that only made-up values have.</summary>
    const int MaxRounds = 64;

    /// <summary>One of the values: the nearest rank. Changes their order.</summary>
    /// <param name="values">One at least, none of them NaN.</param>
    /// <param name="share">Above 0, at most 1.</param>
    /// <remarks>Quickselect (C. A. R. Hoare, Algorithm 65: Find, 1961) with the median of three as its pivot.</remarks>
    public static double Of(Span<double> values, double share)
    {
        var wanted = Math.Clamp((int)Math.Ceiling(values.Length * share) - 1, 0, values.Length - 1);
        var (low, high) = (0, values.Length - 1);
        for (var round = 0; low < high; round++)
        {
            if (round == MaxRounds)
            {
                values[low..(high + 1)].Sort();
                break;
            }
            var (left, right) = Divide(values, low, high);
            if (wanted <= right) high = right;
            else if (wanted >= left) low = left;
            else break;
        }
        return values[wanted];
    }

    /// <returns>Up to <c>Right</c> nothing is greater than the pivot, from <c>Left</c> on nothing is less, and what is between them is equal to it.</returns>
    static (int Left, int Right) Divide(Span<double> values, int low, int high)
    {
        var (a, b, c) = (values[low], values[low + ((high - low) / 2)], values[high]);
        var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        var (left, right) = (low, high);
        while (left <= right)
        {
            while (values[left] < pivot) left++;
            while (values[right] > pivot) right--;
            if (left > right) break;
            (values[left], values[right]) = (values[right], values[left]);
            left++;
            right--;
        }
        return (left, right);
    }
}
