namespace Tarn.Iceberg.Statistics;

/// <summary>Takes values and becomes a <see cref="ThetaSketch"/>: the Alpha algorithm of Apache DataSketches, which the Puffin specification asks for.</summary>
/// <remarks>
/// From the value after the <see cref="ThetaSketch.NominalEntries"/>th on, each new one lowers theta by a constant factor, and hashes above it count no more. It takes 128 KiB at most,
/// and that for columns of many different values only. What a sketch keeps depends on the order of the values once it no longer keeps all of them; its expectation does not.
/// (A. Dasgupta, K. Lang, L. Rhodes, J. Thaler: A Framework for Estimating Stream Expression Cardinalities, 2016.)
/// </remarks>
public sealed class ThetaSketchBuilder
{
    const double Alpha = ThetaSketch.NominalEntries / (ThetaSketch.NominalEntries + 1.0);
    const int MinSlots = 64;

    long[] _slots = new long[MinSlots];
    int _used;
    long _theta = long.MaxValue;
    bool _isEmpty = true;

    /// <summary>Adds a value in Iceberg's single-value serialization (spec: Appendix D).</summary>
    /// <remarks>A value of no bytes, such as the empty string, is not counted: DataSketches does not take it either.</remarks>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        _isEmpty = false;
        var hash = (long)(MurmurHash3X64.FirstHalf(value, ThetaSketch.Seed) >> 1);
        if (hash == 0 || hash >= _theta || !TryInsert(_slots, hash)) return;
        _used++;
        // Until then _used counts values that all are below theta.
        if (_theta < long.MaxValue || _used > ThetaSketch.NominalEntries) _theta = (long)(_theta * Alpha);
        if (_used > _slots.Length / 4 * 3) Rebuild();
    }

    /// <summary>What was added so far.</summary>
    public ThetaSketch ToSketch()
    {
        var hashes = Array.FindAll(_slots, hash => hash != 0 && hash < _theta);
        Array.Sort(hashes);
        return new ThetaSketch(_theta, [.. hashes], _isEmpty);
    }

    /// <summary>Drops the hashes above theta; takes more room where that is not enough.</summary>
    void Rebuild()
    {
        var kept = Array.FindAll(_slots, hash => hash != 0 && hash < _theta);
        _slots = new long[kept.Length > _slots.Length / 2 ? _slots.Length * 2 : _slots.Length];
        foreach (var hash in kept) _ = TryInsert(_slots, hash);
        _used = kept.Length;
    }

    static bool TryInsert(long[] slots, long hash)
    {
        var mask = slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            if (slots[slot] == hash) return false;
            if (slots[slot] != 0) continue;
            slots[slot] = hash;
            return true;
        }
    }
}
