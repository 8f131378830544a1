using System.Diagnostics.CodeAnalysis;

namespace Tarn.Engine.Writes;

/// <summary>The names of a variant's fields, each once, numbered in the order of their bytes. What one row uses the next one uses too nearly always: names are kept.</summary>
sealed class VariantNames
{
    /// <summary>Names that are kept from row to row; beyond that the memory starts afresh.</summary>
    const int MaxKept = 10_000;

    readonly Dictionary<byte[], int> _known = new(ByBytes.Instance);
    readonly List<byte[]> _bytes = [];
    readonly List<int> _used = [];
    readonly Comparison<int> _order;

    /// <summary>The names in the order in which the last row, and so far this one, used them.</summary>
    readonly List<int> _sequence = [];
    int _at;
    int[] _rows = new int[64];
    int[] _numbers = new int[64];
    int _row;

    public VariantNames() => _order = (a, b) => _bytes[a].AsSpan().SequenceCompareTo(_bytes[b]);

    public int Count => _used.Count;

    public void Begin()
    {
        _row++;
        _at = 0;
        _used.Clear();
        if (_known.Count <= MaxKept) return;
        _known.Clear();
        _bytes.Clear();
        _sequence.Clear();
    }

    /// <summary>Counts a name in, and returns by what it is known until the next row.</summary>
    public int Use(ReadOnlySpan<byte> name)
    {
        var isAsBefore = _at < _sequence.Count && name.SequenceEqual(_bytes[_sequence[_at]]);
        var id = isAsBefore ? _sequence[_at] : Find(name);
        if (_at == _sequence.Count) _sequence.Add(id);
        else _sequence[_at] = id;
        _at++;
        if (_rows[id] != _row) _used.Add(id);
        _rows[id] = _row;
        return id;
    }

    int Find(ReadOnlySpan<byte> name)
    {
        var known = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (known.TryGetValue(name, out var found)) return found;
        var id = _bytes.Count;
        _bytes.Add(name.ToArray());
        _known.Add(_bytes[id], id);
        if (_rows.Length <= id) Array.Resize(ref _rows, id * 2);
        if (_numbers.Length <= id) Array.Resize(ref _numbers, id * 2);
        _rows[id] = 0;
        return id;
    }

    /// <summary>Numbers the row's names; returns how many bytes they have together.</summary>
    public int Number()
    {
        _used.Sort(_order);
        var bytes = 0;
        for (var i = 0; i < _used.Count; i++)
        {
            _numbers[_used[i]] = i;
            bytes = checked(bytes + _bytes[_used[i]].Length);
        }
        return bytes;
    }

    public int NumberOf(int id) => _numbers[id];

    public ReadOnlySpan<byte> this[int number] => _bytes[_used[number]];

    sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static ByBytes Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
