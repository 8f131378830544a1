namespace Tarn.Ingest.Typing;

/// <summary>What a column's values have been so far, by kind.</summary>
sealed class ColumnProfile
{
    /// <summary>One value in a thousand that alone would turn a column into text is a bad value rather than the column's type.</summary>
    const long StrayRatio = 1000;

    readonly long[] counts = new long[Enum.GetValues<ValueKind>().Length];
    bool hasWideLong;

    public void Add(ReadOnlySpan<byte> text)
    {
        var kind = StrictText.KindOf(text);
        counts[(int)kind]++;
        if (kind == ValueKind.Long && !hasWideLong && text.Length > 15 && StrictText.TryLong(text, out var value)) hasWideLong = Math.Abs(value) > 1L << 53;
    }

    public void Add(ValueKind kind) => counts[(int)kind]++;

    public void Add(ColumnProfile other)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += other.counts[i];
        hasWideLong |= other.hasWideLong;
    }

    /// <summary>The type that reads all values without loss, strays aside; text where nothing but nulls was seen.</summary>
    /// <remarks>Widening looks at kinds, not at order, so the same rows give the same type in any order and in any number of files.</remarks>
    public ValueType Infer()
    {
        var values = counts.Sum() - counts[(int)ValueKind.None];
        var ignoreStrayText = counts[(int)ValueKind.Text] * StrayRatio <= values;
        var kind = ValueKind.None;
        foreach (var found in Enum.GetValues<ValueKind>())
            if (counts[(int)found] > 0 && !(found == ValueKind.Text && ignoreStrayText)) kind = ValueType.Widen(kind, found);
        var wouldRound = kind == ValueKind.Double && hasWideLong;
        return kind == ValueKind.None || wouldRound ? ValueType.Text : new ValueType(kind);
    }
}
