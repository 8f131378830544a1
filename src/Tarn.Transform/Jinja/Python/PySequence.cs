namespace Tarn.Transform.Jinja.Python;

/// <summary>Index, slice, order and equality that lists, tuples and ranges share.</summary>
internal static class PySequence
{
    private const int MaxElements = 50_000_000;

    public static object? Item(IReadOnlyList<object?> items, object? key, string type, Func<List<object?>, object?> wrap)
    {
        if (key is PySlice slice)
        {
            return wrap(Slice(items, slice));
        }

        if (!PyNumber.TryIndex(key, out var index))
        {
            throw JinjaException.Type($"{type} indices must be integers or slices, not {PyText.TypeName(key)}");
        }

        var position = index < 0 ? index + items.Count : index;
        return position >= 0 && position < items.Count ? items[(int)position] : throw new JinjaException("IndexError", $"{type} index out of range");
    }

    public static bool TryItem(IReadOnlyList<object?> items, object? key, out object? value, Func<List<object?>, object?> wrap)
    {
        value = null;
        if (key is PySlice slice)
        {
            value = wrap(Slice(items, slice));
            return true;
        }

        if (!PyNumber.TryIndex(key, out var index))
        {
            return false;
        }

        var position = index < 0 ? index + items.Count : index;
        if (position < 0 || position >= items.Count)
        {
            return false;
        }

        value = items[(int)position];
        return true;
    }

    public static List<object?> Slice(IReadOnlyList<object?> items, PySlice slice)
    {
        var result = new List<object?>();
        foreach (var index in slice.Indices(items.Count))
        {
            result.Add(items[index]);
        }

        return result;
    }

    public static bool AreEqual(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!PyEquality.SameOrEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts beyond 64 bits arrive cut to the limit.</summary>
    public static void CheckCount(long count)
    {
        if (count is long.MaxValue or long.MinValue)
        {
            throw new JinjaException("OverflowError", "cannot fit 'int' into an index-sized integer");
        }
    }

    public static List<object?> Repeat(IReadOnlyList<object?> items, long count)
    {
        var result = new List<object?>();
        CheckCount(count);
        if (count <= 0 || items.Count == 0)
        {
            return result;
        }

        if (count > MaxElements / items.Count)
        {
            throw new JinjaException("MemoryError", string.Empty);
        }

        for (var i = 0L; i < count; i++)
        {
            result.AddRange(items);
        }

        return result;
    }
}
