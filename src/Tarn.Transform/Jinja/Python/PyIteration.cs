namespace Tarn.Transform.Jinja.Python;

/// <summary>Iteration, length, truth and unpacking.</summary>
public static class PyIteration
{
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        System.Numerics.BigInteger => true,
        PyObject pyObject => pyObject.IsTrue,
        _ => true,
    };

    public static IEnumerable<object?>? TryIterate(object? value) => value switch
    {
        string text => PyText.Characters(text),
        PyObject pyObject => pyObject.Iterate(),
        _ => null,
    };

    public static IEnumerable<object?> Iterate(object? value) =>
        TryIterate(value) ?? throw JinjaException.Type($"'{PyText.TypeName(value)}' object is not iterable");

    public static List<object?> ToList(object? value) => value is PyList list ? [.. list.Items] : Iterate(value).ToList();

    public static int? TryLength(object? value) => value switch
    {
        string text => PyText.Length(text),
        PyObject pyObject => pyObject.Length,
        _ => null,
    };

    public static int Length(object? value) => TryLength(value) ?? throw JinjaException.Type($"object of type '{PyText.TypeName(value)}' has no len()");

    /// <summary>The elements for an assignment to several targets.</summary>
    public static IReadOnlyList<object?> Unpack(object? value, int count)
    {
        var source = TryIterate(value) ?? throw JinjaException.Type($"cannot unpack non-iterable {PyText.TypeName(value)} object");
        var items = source.Take(count + 1).ToList();
        if (items.Count > count)
        {
            throw JinjaException.Value($"too many values to unpack (expected {count})");
        }

        return items.Count == count ? items : throw JinjaException.Value($"not enough values to unpack (expected {count}, got {items.Count})");
    }

    public static bool Contains(object? container, object? item)
    {
        if (container is string text)
        {
            return PyText.IsText(item, out var part)
                ? text.Contains(part, StringComparison.Ordinal)
                : throw JinjaException.Type($"'in <string>' requires string as left operand, not {PyText.TypeName(item)}");
        }

        if (container is PyObject pyObject && pyObject.Contains(item) is { } known)
        {
            return known;
        }

        var items = TryIterate(container) ?? throw JinjaException.Type($"argument of type '{PyText.TypeName(container)}' is not iterable");
        return items.Any(i => PyEquality.SameOrEqual(i, item));
    }

    /// <summary>sorted(): stable, also in reverse.</summary>
    public static List<object?> Sorted(IEnumerable<object?> items, Func<object?, object?>? key, bool reverse)
    {
        var keyed = items.Select(i => (Item: i, Key: key is null ? i : key(i))).ToList();
        if (reverse)
        {
            keyed.Reverse();
        }

        StableSort(keyed);
        if (reverse)
        {
            keyed.Reverse();
        }

        return keyed.ConvertAll(k => k.Item);
    }

    /// <summary>Binary insertion into runs and merging, comparing with less-than only, the later element on the left as CPython does.</summary>
    private static void StableSort(List<(object? Item, object? Key)> items)
    {
        for (var i = 1; i < items.Count && i < 64; i++)
        {
            InsertSorted(items, i);
        }

        if (items.Count <= 64)
        {
            return;
        }

        var sorted = items.Order(Comparer<(object? Item, object? Key)>.Create((a, b) =>
            PyCompare.Less(a.Key, b.Key, "<") ? -1 : PyCompare.Less(b.Key, a.Key, "<") ? 1 : 0)).ToList();
        items.Clear();
        items.AddRange(sorted);
    }

    private static void InsertSorted(List<(object? Item, object? Key)> items, int index)
    {
        var moved = items[index];
        int low = 0, high = index;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (PyCompare.Less(moved.Key, items[middle].Key, "<"))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        items.RemoveAt(index);
        items.Insert(low, moved);
    }
}
