namespace Tarn.Transform.Jinja.Python;

/// <summary>Methods of dict.</summary>
internal static class DictMethods
{
    public static readonly MethodTable Table = new("dict")
    {
        { "keys", 0, 0, (s, _) => new PyDictView((PyDict)s!, "keys") },
        { "values", 0, 0, (s, _) => new PyDictView((PyDict)s!, "values") },
        { "items", 0, 0, (s, _) => new PyDictView((PyDict)s!, "items") },
        { "get", 1, 2, (s, a) => ((PyDict)s!).TryGetValue(a[0], out var value) ? value : a.Length > 1 ? a[1] : null },
        { "pop", 1, 2, (s, a) => Pop((PyDict)s!, a) },
        { "popitem", 0, 0, (s, _) => PopItem((PyDict)s!) },
        { "setdefault", 1, 2, (s, a) => SetDefault((PyDict)s!, a) },
        { "copy", 0, 0, (s, _) => new PyDict((PyDict)s!) },
        { "clear", 0, 0, (s, _) => Clear((PyDict)s!) },
        { "update(*args, **kwargs)", (s, a) => Update((PyDict)s!, (PyTuple)a[0]!, (PyDict)a[1]!) },
        { "fromkeys", 1, 2, (_, a) => FromKeys(a) },
    };

    /// <summary>Adds pairs as dict() and dict.update() take them: a mapping or pairs, then names.</summary>
    public static object? Update(PyDict dict, PyTuple positional, PyDict named)
    {
        if (positional.Items.Count > 1)
        {
            throw JinjaException.Type($"update expected at most 1 argument, got {positional.Items.Count}");
        }

        if (positional.Items.Count == 1)
        {
            Merge(dict, positional.Items[0]);
        }

        foreach (var (key, value) in named.Pairs)
        {
            dict[key] = value;
        }

        return null;
    }

    private static void Merge(PyDict dict, object? source)
    {
        if (source is PyDict other)
        {
            foreach (var (key, value) in other.Pairs.ToList())
            {
                dict[key] = value;
            }

            return;
        }

        var index = 0;
        foreach (var pair in PyIteration.Iterate(source))
        {
            var parts = PyIteration.TryIterate(pair)?.ToList()
                ?? throw JinjaException.Type($"cannot convert dictionary update sequence element #{index} to a sequence");
            dict[parts.Count == 2 ? parts[0] : throw WrongLength(index, parts.Count)] = parts[1];
            index++;
        }
    }

    private static JinjaException WrongLength(int index, int count) =>
        JinjaException.Value($"dictionary update sequence element #{index} has length {count}; 2 is required");

    private static object? Pop(PyDict dict, object?[] a)
    {
        if (dict.Remove(a[0], out var value))
        {
            return value;
        }

        return a.Length > 1 ? a[1] : throw new JinjaException("KeyError", PyText.Repr(a[0]));
    }

    private static PyTuple PopItem(PyDict dict)
    {
        if (dict.Count == 0)
        {
            throw new JinjaException("KeyError", "'popitem(): dictionary is empty'");
        }

        var (key, value) = dict.RemoveLast();
        return new PyTuple([key, value]);
    }

    private static object? SetDefault(PyDict dict, object?[] a)
    {
        if (dict.TryGetValue(a[0], out var value))
        {
            return value;
        }

        return dict[a[0]] = a.Length > 1 ? a[1] : null;
    }

    private static object? Clear(PyDict dict)
    {
        dict.Clear();
        return null;
    }

    private static PyDict FromKeys(object?[] a)
    {
        var result = new PyDict();
        foreach (var key in PyIteration.Iterate(a[0]))
        {
            result[key] = a.Length > 1 ? a[1] : null;
        }

        return result;
    }
}
