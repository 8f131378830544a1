namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>A count of each file of a manifest: one number where all are the same, which they are nearly always, else an array.</summary>
internal sealed class CountColumn
{
    const long Absent = long.MinValue;

    readonly long _same;
    readonly long[]? _each;

    CountColumn(long same, long[]? each) => (_same, _each) = (same, each);

    public long? this[int index] => (_each is null ? _same : _each[index]) is var value && value == Absent ? null : value;

    public bool IsSame => _each is null;

    public long HeldBytes => 40 + ((_each?.Length ?? 0) * 8L);

    internal sealed class Builder
    {
        readonly List<long> _values = [];
        long _first;
        int _count;

        public void Add(long? value)
        {
            var stored = value ?? Absent;
            if (_count == 0) _first = stored;
            else if (_values.Count == 0 && stored != _first) _values.AddRange(Enumerable.Repeat(_first, _count));
            if (_values.Count > 0) _values.Add(stored);
            _count++;
        }

        public CountColumn Build() => new(_first, _values.Count == 0 ? null : [.. _values]);
    }
}
