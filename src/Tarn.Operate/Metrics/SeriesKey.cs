namespace Tarn.Operate.Metrics;

/// <summary>Values of labels, compared one by one.</summary>
readonly struct SeriesKey(IReadOnlyList<string> values) : IEquatable<SeriesKey>
{
    public IReadOnlyList<string> Values { get; } = values;

    public bool Equals(SeriesKey other) => Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    public override bool Equals(object? obj) => obj is SeriesKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values) hash.Add(value, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
