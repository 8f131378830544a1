namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>A bound of each file of a manifest, all in one buffer. Where all have one length, as numbers have, that is the index.</summary>
internal sealed class BoundColumn
{
    /// <summary>Stands in the ends for a file without a bound; its end is that of the file before it.</summary>
    const int Absent = 1 << 31;

    readonly byte[] _bytes;
    readonly int _width;
    readonly int[]? _ends;

    BoundColumn(byte[] bytes, int width, int[]? ends) => (_bytes, _width, _ends) = (bytes, width, ends);

    public ReadOnlyMemory<byte>? this[int index]
    {
        get
        {
            if (_ends is null) return new ReadOnlyMemory<byte>(_bytes, index * _width, _width);
            var end = _ends[index];
            if ((end & Absent) != 0) return null;
            var start = index == 0 ? 0 : _ends[index - 1] & ~Absent;
            return new ReadOnlyMemory<byte>(_bytes, start, end - start);
        }
    }

    /// <summary>The bounds one behind the other, where there is one for each file and all have <paramref name="width"/> bytes; else nothing.</summary>
    public ReadOnlySpan<byte> OfWidth(int width) => _ends is null && _width == width ? _bytes : [];

    public long HeldBytes => 64 + _bytes.Length + ((_ends?.Length ?? 0) * 4L);

    internal sealed class Builder
    {
        readonly Avro.AvroOutput _bytes = new(1024);
        readonly List<int> _ends = [];
        int _width = -1;
        bool _isEven = true;

        public void Add(ReadOnlyMemory<byte>? bound)
        {
            if (bound is { } value)
            {
                _bytes.WriteRaw(value.Span);
                _isEven &= _width < 0 || _width == value.Length;
                _width = value.Length;
                _ends.Add((int)_bytes.Length);
            }
            else
            {
                _isEven = false;
                _ends.Add((int)_bytes.Length | Absent);
            }
        }

        public BoundColumn Build() => new(_bytes.Written.ToArray(), Math.Max(0, _width), _isEven ? null : [.. _ends]);
    }
}
