namespace Tarn.Transform.Jinja.Python;

/// <summary>Methods of list.</summary>
internal static class ListMethods
{
    public static readonly MethodTable Table = new("list")
    {
        { "append", 1, 1, (s, a) => Do(() => Items(s).Add(a[0])) },
        { "extend", 1, 1, (s, a) => Do(() => Items(s).AddRange(PyIteration.ToList(a[0]))) },
        { "insert", 2, 2, (s, a) => Do(() => Items(s).Insert(Position(Items(s), a[0]), a[1])) },
        { "clear", 0, 0, (s, _) => Do(Items(s).Clear) },
        { "reverse", 0, 0, (s, _) => Do(Items(s).Reverse) },
        { "copy", 0, 0, (s, _) => new PyList([.. Items(s)]) },
        { "count", 1, 1, (s, a) => (long)Items(s).Count(i => PyEquality.SameOrEqual(i, a[0])) },
        { "index", 1, 3, (s, a) => Index(Items(s), a, "list") },
        { "remove", 1, 1, (s, a) => Remove(Items(s), a[0]) },
        { "pop", 0, 1, (s, a) => Pop(Items(s), a) },
        { "sort", Sort },
    };

    internal static object? Index(IReadOnlyList<object?> items, object?[] a, string type)
    {
        foreach (var i in new PySlice(a.Length > 1 ? a[1] : null, a.Length > 2 ? a[2] : null, null).Indices(items.Count))
        {
            if (PyEquality.SameOrEqual(items[i], a[0]))
            {
                return (long)i;
            }
        }

        throw JinjaException.Value(type == "list" ? $"{PyText.Repr(a[0])} is not in list" : "tuple.index(x): x not in tuple");
    }

    private static void Add(this MethodTable table, string name, Func<object?, PyDict, PyTuple, object?> body) =>
        table.Add($"{name}(*args, **kwargs)", (self, a) => body(self, (PyDict)a[1]!, (PyTuple)a[0]!));

    private static object? Sort(object? self, PyDict named, PyTuple positional)
    {
        if (positional.Items.Count > 0)
        {
            throw JinjaException.Type("sort() takes no positional arguments");
        }

        named.TryGetValue("reverse", out var reverse);
        named.TryGetValue("key", out var key);
        var context = new CallContext(JinjaEnvironment.Default, null, false);
        Func<object?, object?>? select = key is PyObject callable ? item => callable.Call(context, new Arguments(item)) : null;
        var sorted = PyIteration.Sorted(Items(self), select, PyIteration.IsTrue(reverse));
        Items(self).Clear();
        Items(self).AddRange(sorted);
        return null;
    }

    private static object? Remove(List<object?> items, object? value)
    {
        var index = items.FindIndex(i => PyEquality.SameOrEqual(i, value));
        if (index < 0)
        {
            throw JinjaException.Value("list.remove(x): x not in list");
        }

        items.RemoveAt(index);
        return null;
    }

    private static object? Pop(List<object?> items, object?[] a)
    {
        if (items.Count == 0)
        {
            throw new JinjaException("IndexError", "pop from empty list");
        }

        var index = a.Length == 0 ? items.Count - 1 : Integer(a[0]);
        index = index < 0 ? index + items.Count : index;
        if (index < 0 || index >= items.Count)
        {
            throw new JinjaException("IndexError", "pop index out of range");
        }

        var value = items[(int)index];
        items.RemoveAt((int)index);
        return value;
    }

    private static int Position(List<object?> items, object? value)
    {
        var index = Integer(value);
        return (int)Math.Clamp(index < 0 ? index + items.Count : index, 0, items.Count);
    }

    private static long Integer(object? value) => PyNumber.TryIndex(value, out var index)
        ? index
        : throw JinjaException.Type($"'{PyText.TypeName(value)}' object cannot be interpreted as an integer");

    private static List<object?> Items(object? self) => ((PyList)self!).Items;

    private static object? Do(Action action)
    {
        action();
        return null;
    }
}
