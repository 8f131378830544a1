using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Filters on sequences and mappings.</summary>
internal static class SequenceFilters
{
    public static void AddTo(FilterTable table)
    {
        table.Filters["length"] = table.Filters["count"] = new NativeFunction("len", a => (long)PyIteration.Length(a[0]), 1);
        table.Add("d default", "do_default(value, default_value='', boolean=False)", a =>
            a[0] is Undefined || (PyIteration.IsTrue(a[2]) && !PyIteration.IsTrue(a[0])) ? a[1] : a[0]);
        table.Add("list", "sync_do_list(value)", a => new PyList(PyIteration.ToList(a[0])));
        table.Add("items", "do_items(value)", a => new PyIterator(Items(a[0])));
        table.Add("first", "sync_do_first(seq)", (c, a) => EndItem(c, PyIteration.Iterate(a[0]), "first"));
        table.Add("last", "do_last(seq)", (c, a) => EndItem(c, Reversed(a[0]), "last"));
        table.Add("reverse", "do_reverse(value)", Reverse);
        table.Add("batch", "do_batch(value, linecount, fill_with=None)", a => new PyIterator(Batches(a[0], a[1], a[2])));
        table.Add("slice", "sync_do_slice(value, slices, fill_with=None)", a => new PyIterator(Slices(a[0], a[1], a[2])));
        table.Add("sum", "sync_do_sum(iterable, attribute=None, start=0)", Sum);
        table.Add("min", "do_min(value, case_sensitive=False, attribute=None)", (c, a) => Extreme(c, a, "<"));
        table.Add("max", "do_max(value, case_sensitive=False, attribute=None)", (c, a) => Extreme(c, a, ">"));
        table.Add("sort", "do_sort(value, reverse=False, case_sensitive=False, attribute=None)", Sort);
        table.Add("unique", "sync_do_unique(value, case_sensitive=False, attribute=None)", Unique);
        table.Add("groupby", "sync_do_groupby(value, attribute, default=None, case_sensitive=False)", GroupBy);
        table.Add("dictsort", "do_dictsort(value, case_sensitive=False, by='key', reverse=False)", DictSort);
        table.Add("attr", "do_attr(obj, name)", Attribute);
        table.AddContextual("random", Random);
    }

    private static IEnumerable<object?> Items(object? value)
    {
        if (value is Undefined)
        {
            yield break;
        }

        var dict = value as PyDict ?? throw JinjaException.Type("Can only get item pairs from a mapping.");
        foreach (var (key, item) in dict.Pairs)
        {
            yield return new PyTuple([key, item]);
        }
    }

    private static object? EndItem(CallContext context, IEnumerable<object?> items, string which)
    {
        foreach (var item in items)
        {
            return item;
        }

        return new Undefined(context.Environment.UndefinedKind, $"No {which} item, sequence was empty.");
    }

    private static IEnumerable<object?> Reversed(object? value) => value switch
    {
        PyIterator or PySet => throw JinjaException.Type($"'{PyText.TypeName(value)}' object is not reversible"),
        _ => (PyIteration.TryIterate(value) ?? throw JinjaException.Type($"'{PyText.TypeName(value)}' object is not reversible")).Reverse(),
    };

    private static object? Reverse(object?[] a)
    {
        switch (a[0])
        {
            case string text:
                return PyText.Item(text, new PySlice(null, null, -1L));
            case Markup markup:
                return markup.GetItem(new PySlice(null, null, -1L));
            case PyIterator or PySet:
                var list = PyIteration.ToList(a[0]);
                list.Reverse();
                return new PyList(list);
            default:
                var items = PyIteration.TryIterate(a[0]) ?? throw new JinjaException("FilterArgumentError", "argument must be iterable");
                var type = a[0] switch { PyList => "list_reverseiterator", PyRange => "range_iterator", PyDict => "dict_reversekeyiterator", _ => "reversed" };
                return new PyIterator(items.Reverse(), type);
        }
    }

    private static IEnumerable<object?> Batches(object? value, object? size, object? fill)
    {
        var batch = new List<object?>();
        foreach (var item in PyIteration.Iterate(value))
        {
            if (PyEquality.AreEqual((long)batch.Count, size))
            {
                yield return new PyList(batch);
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count == 0)
        {
            yield break;
        }

        if (fill is not null && PyCompare.Less((long)batch.Count, size, "<"))
        {
            var count = (PyNumber.TryIndex(size, out var number) ? number : 0) - batch.Count;
            batch.AddRange(Enumerable.Repeat(fill, (int)count));
        }

        yield return new PyList(batch);
    }

    private static IEnumerable<object?> Slices(object? value, object? slices, object? fill)
    {
        var items = PyIteration.ToList(value);
        var perSlice = Convert.ToInt32(PyOperators.Binary("//", (long)items.Count, slices), null);
        var extra = Convert.ToInt32(PyOperators.Binary("%", (long)items.Count, slices), null);
        var count = PyNumber.TryIndex(slices, out var number)
            ? (int)number
            : throw JinjaException.Type($"'{PyText.TypeName(slices)}' object cannot be interpreted as an integer");
        var offset = 0;
        for (var i = 0; i < count; i++)
        {
            var start = offset + (i * perSlice);
            offset += i < extra ? 1 : 0;
            var slice = items.GetRange(start, offset + ((i + 1) * perSlice) - start);
            if (fill is not null && i >= extra)
            {
                slice.Add(fill);
            }

            yield return new PyList(slice);
        }
    }

    private static object? Sum(CallContext context, object?[] a)
    {
        var items = PyIteration.Iterate(a[0]);
        if (a[1] is not null)
        {
            items = items.Select(Attributes.Getter(context, a[1]));
        }

        return a[2] is string
            ? throw JinjaException.Type("sum() can't sum strings [use ''.join(seq) instead]")
            : items.Aggregate(a[2], (sum, item) => PyOperators.Binary("+", sum, item));
    }

    private static object? Extreme(CallContext context, object?[] a, string op)
    {
        var key = Attributes.Getter(context, a[2], ignoreCase: !PyIteration.IsTrue(a[1]));
        object? best = Missing.Value;
        object? bestKey = null;
        foreach (var item in PyIteration.Iterate(a[0]))
        {
            var itemKey = key(item);
            if (best is Missing || PyCompare.Less(itemKey, bestKey, op))
            {
                best = item;
                bestKey = itemKey;
            }
        }

        return best is Missing ? new Undefined(context.Environment.UndefinedKind, "No aggregated item, sequence was empty.") : best;
    }

    private static PyList Sort(CallContext context, object?[] a)
    {
        var key = Attributes.MultiGetter(context, a[3], ignoreCase: !PyIteration.IsTrue(a[2]));
        return new PyList(PyIteration.Sorted(PyIteration.Iterate(a[0]), key, PyIteration.IsTrue(a[1])));
    }

    private static PyIterator Unique(CallContext context, object?[] a)
    {
        var key = Attributes.Getter(context, a[2], ignoreCase: !PyIteration.IsTrue(a[1]));
        IEnumerable<object?> Walk()
        {
            var seen = new PySet([]);
            foreach (var item in PyIteration.Iterate(a[0]))
            {
                var value = key(item);
                if (!seen.Has(value))
                {
                    seen.Add(value);
                    yield return item;
                }
            }
        }

        return new PyIterator(Walk());
    }

    private static PyList GroupBy(CallContext context, object?[] a)
    {
        var caseSensitive = PyIteration.IsTrue(a[3]);
        var key = Attributes.Getter(context, a[1], !caseSensitive, a[2]);
        var original = Attributes.Getter(context, a[1], false, a[2]);
        var result = new List<object?>();
        object? group = Missing.Value;
        var members = new List<object?>();
        foreach (var item in PyIteration.Sorted(PyIteration.Iterate(a[0]), key, false))
        {
            var value = key(item);
            if (group is Missing || !PyEquality.SameOrEqual(group, value))
            {
                members = [];
                group = value;
                result.Add(new PyTuple([caseSensitive ? value : original(item), new PyList(members)], "grouper", "list"));
            }

            members.Add(item);
        }

        return new PyList(result);
    }

    private static PyList DictSort(object?[] a)
    {
        var position = a[2] switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new JinjaException("FilterArgumentError", "You can only sort by either \"key\" or \"value\""),
        };
        var dict = a[0] as PyDict ?? throw (a[0] as Undefined)?.Error() ?? PyAttributes.NoAttribute(a[0], "items");
        var caseSensitive = PyIteration.IsTrue(a[1]);
        object? Key(object? item) => caseSensitive ? ((PyTuple)item!).Items[position] : Attributes.IgnoreCase(((PyTuple)item!).Items[position]);
        return new PyList(PyIteration.Sorted(Items(dict), Key, PyIteration.IsTrue(a[3])));
    }

    private static object? Attribute(CallContext context, object?[] a)
    {
        var name = PyText.IsText(a[1], out var text) ? text : throw JinjaException.Type($"attribute name must be string, not '{PyText.TypeName(a[1])}'");
        if (a[0] is not Undefined && PyAttributes.Get(a[0], name) is Missing && !name.StartsWith("__", StringComparison.Ordinal))
        {
            return new Undefined(context.Environment.UndefinedKind, null, a[0], name, ownerGiven: true);
        }

        return Runtime.AttributeAccess.GetAttribute(context.Environment, a[0], name);
    }

    private static object? Random(CallContext context, Arguments arguments)
    {
        var items = PyIteration.ToList(arguments.Positional[0]);
        return items.Count == 0
            ? new Undefined(context.Environment.UndefinedKind, "No random item, sequence was empty.")
            : items[System.Security.Cryptography.RandomNumberGenerator.GetInt32(items.Count)];
    }
}
