namespace Tarn.Engine.Scans;

/// <summary>Which rows of one data file are deleted: a bit a row, so that a look-up is one load. 10 million rows take 1.25 MB.</summary>
public sealed class DeletedRows
{
    readonly ulong[] _words;

    readonly long _rowCount;

    public DeletedRows(long rowCount)
    {
        _rowCount = rowCount;
        _words = new ulong[(rowCount + 63) / 64];
    }

    /// <summary>Marks a row; positions past the file's rows are ignored, as nothing has them.</summary>
    public void Add(long position)
    {
        if ((ulong)position < (ulong)_rowCount) _words[position >> 6] |= 1UL << (int)(position & 63);
    }

    public bool Contains(long position) => (ulong)position >> 6 < (ulong)_words.Length && (_words[position >> 6] & (1UL << (int)(position & 63))) != 0;

    /// <summary>The marked rows, ascending.</summary>
    public IEnumerable<long> Enumerate()
    {
        for (var word = 0; word < _words.Length; word++)
            for (var left = _words[word]; left != 0; left &= left - 1) yield return ((long)word << 6) + System.Numerics.BitOperations.TrailingZeroCount(left);
    }
}
