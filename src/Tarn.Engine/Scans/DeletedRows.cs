using System.Numerics;
using System.Runtime.InteropServices;
using Tarn.Iceberg.Deletes;

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

    /// <summary>Marks the rows of a set.</summary>
    public void Add(PositionBitmap positions)
    {
        positions.SetBits(_words);
        // The last word has room for rows past the file's.
        if ((_rowCount & 63) is > 0 and var left) _words[^1] &= (1UL << (int)left) - 1;
    }

    public bool Contains(long position) => (ulong)position >> 6 < (ulong)_words.Length && (_words[position >> 6] & (1UL << (int)(position & 63))) != 0;

    /// <summary>Writes for each row whether it is not marked.</summary>
    /// <param name="positions">Rows, any; those of a chunk follow one another unless the reader left some out.</param>
    /// <param name="live">A place for each.</param>
    public void Mark(ReadOnlySpan<long> positions, Span<bool> live)
    {
        if (positions is not [var first and >= 0, ..] || !FollowOneAnother(positions))
        {
            for (var i = 0; i < positions.Length; i++) live[i] = !Contains(positions[i]);
            return;
        }
        live.Fill(true);
        // A word at a time: few bits are set.
        for (long word = first >> 6, at = (first & ~63) - first; at < positions.Length && word < _words.Length; word++, at += 64)
            for (var left = _words[word]; left != 0; left &= left - 1)
                if (at + BitOperations.TrailingZeroCount(left) is >= 0 and var i && i < live.Length) live[(int)i] = false;
    }

    /// <summary>The marked rows, ascending.</summary>
    public IEnumerable<long> Enumerate()
    {
        for (var word = 0; word < _words.Length; word++)
            for (var left = _words[word]; left != 0; left &= left - 1) yield return ((long)word << 6) + BitOperations.TrailingZeroCount(left);
    }

    static bool FollowOneAnother(ReadOnlySpan<long> positions)
    {
        var (wanted, step) = (Vector.CreateSequence(positions[0], 1L), new Vector<long>(Vector<long>.Count));
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(positions);
        // Without a branch for each: they nearly always do.
        var differences = Vector<long>.Zero;
        foreach (var vector in vectors)
        {
            differences |= vector ^ wanted;
            wanted += step;
        }
        if (differences != Vector<long>.Zero) return false;
        for (var i = vectors.Length * Vector<long>.Count; i < positions.Length; i++)
            if (positions[i] != positions[0] + i) return false;
        return true;
    }
}
