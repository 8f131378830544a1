using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>Python's itertools.</summary>
public static class IterationModule
{
    public static PyDict Members => new(new Dictionary<string, object?>
    {
        ["count"] = Function("count(start=0, step=1)", (_, a) => Count(a[0], a[1])),
        ["cycle"] = Function("cycle(iterable)", (_, a) => Cycle(a[0])),
        ["repeat"] = Function("repeat(object, times=None)", (_, a) => Enumerable.Repeat(a[0], a[1] is null ? int.MaxValue : (int)Number(a[1]))),
        ["accumulate"] = Function("accumulate(iterable, func=None, initial=None)", Accumulate),
        ["chain"] = Function("chain(*iterables)", (_, a) => Items(a[0]).SelectMany(PyIteration.Iterate)),
        ["compress"] = Function("compress(data, selectors)", (_, a) => Items(a[0]).Zip(Items(a[1])).Where(p => PyIteration.IsTrue(p.Second)).Select(p => p.First)),
        ["islice"] = Function("islice(iterable, start, stop=Missing, step=None)", (_, a) => Slice(a)),
        ["starmap"] = Function("starmap(function, iterable)", (c, a) => Items(a[1]).Select(i => ((PyObject)a[0]!).Call(c, new Arguments(PyIteration.ToList(i).ToArray())))),
        ["filterfalse"] = Function("filterfalse(function, iterable)", (c, a) => Items(a[1]).Where(i => !Holds(c, a[0], i))),
        ["takewhile"] = Function("takewhile(predicate, iterable)", (c, a) => Items(a[1]).TakeWhile(i => Holds(c, a[0], i))),
        ["dropwhile"] = Function("dropwhile(predicate, iterable)", (c, a) => Items(a[1]).SkipWhile(i => Holds(c, a[0], i))),
        ["zip_longest"] = Function("zip_longest(*iterables, **options)", (_, a) => ZipLongest(PyIteration.ToList(a[0]), (PyDict)a[1]!)),
        ["product"] = Function("product(*iterables, **options)", (_, a) => Product(PyIteration.ToList(a[0]), (PyDict)a[1]!)),
        ["permutations"] = Function("permutations(iterable, r=None)", (_, a) => Permutations(PyIteration.ToList(a[0]), a[1])),
        ["combinations"] = Function("combinations(iterable, r)", (_, a) => Combinations(PyIteration.ToList(a[0]), (int)Number(a[1]), 0, false)),
        ["combinations_with_replacement"] = Function("combinations_with_replacement(iterable, r)", (_, a) => Combinations(PyIteration.ToList(a[0]), (int)Number(a[1]), 0, true)),
        ["tee"] = new NativeFunction(new Signature("tee(iterable, n=2)"), (_, a) => Tee(a)),
        ["groupby"] = Function("groupby(iterable, key=None)", GroupBy),
    });

    private static NativeFunction Function(string signature, Func<CallContext, object?[], IEnumerable<object?>> body)
    {
        var parsed = new Signature(signature);
        return new NativeFunction(parsed, (c, a) => new PyIterator(body(c, a), $"itertools.{parsed.Name}"));
    }

    private static IEnumerable<object?> Items(object? value) => PyIteration.Iterate(value);

    private static bool Holds(CallContext context, object? predicate, object? item) =>
        PyIteration.IsTrue(predicate is null ? item : ((PyObject)predicate).Call(context, new Arguments(item)));

    private static long Number(object? value) => PyNumber.TryIndex(value, out var number)
        ? number
        : throw JinjaException.Type($"'{PyText.TypeName(value)}' object cannot be interpreted as an integer");

    private static IEnumerable<object?> Count(object? start, object? step)
    {
        for (var value = start; ; value = PyOperators.Binary("+", value, step))
        {
            yield return value;
        }
    }

    private static IEnumerable<object?> Cycle(object? source)
    {
        var items = PyIteration.ToList(source);
        while (items.Count > 0)
        {
            foreach (var item in items)
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<object?> Accumulate(CallContext context, object?[] a)
    {
        object? total = a[2] ?? Missing.Value;
        if (total is not Missing)
        {
            yield return total;
        }

        foreach (var item in Items(a[0]))
        {
            total = total is Missing ? item : a[1] is PyObject function ? function.Call(context, new Arguments(total, item)) : PyOperators.Binary("+", total, item);
            yield return total;
        }
    }

    private static IEnumerable<object?> Slice(object?[] a)
    {
        var single = ReferenceEquals(a[2], Signature.Optional);
        var start = single || a[1] is null ? 0 : Number(a[1]);
        var stop = single ? a[1] : a[2];
        var step = a[3] is null ? 1 : Number(a[3]);
        var end = stop is null ? int.MaxValue : (int)Number(stop);
        return start < 0 || end < 0 || step < 1
            ? throw JinjaException.Value("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
            : Items(a[0]).Take(end).Skip((int)start).Where((_, i) => i % step == 0);
    }

    private static IEnumerable<object?> ZipLongest(List<object?> sources, PyDict options)
    {
        options.TryGetValue("fillvalue", out var fill);
        var lists = sources.ConvertAll(PyIteration.ToList);
        var length = lists.Count == 0 ? 0 : lists.Max(l => l.Count);
        return Enumerable.Range(0, length).Select(i => (object?)new PyTuple(lists.ConvertAll(l => i < l.Count ? l[i] : fill)));
    }

    private static IEnumerable<object?> Product(List<object?> sources, PyDict options)
    {
        var repeat = options.TryGetValue("repeat", out var times) ? (int)Number(times) : 1;
        var lists = Enumerable.Repeat(sources.ConvertAll(PyIteration.ToList), repeat).SelectMany(l => l);
        IEnumerable<IEnumerable<object?>> result = [[]];
        foreach (var list in lists)
        {
            result = result.SelectMany(head => list.Select(item => head.Append(item)));
        }

        return result.Select(items => (object?)new PyTuple(items.ToArray()));
    }

    private static IEnumerable<object?> Permutations(List<object?> items, object? length)
    {
        var count = length is null ? items.Count : (int)Number(length);
        IEnumerable<List<int>> Walk(List<int> taken) => taken.Count == count
            ? [taken]
            : Enumerable.Range(0, items.Count).Where(i => !taken.Contains(i)).SelectMany(i => Walk([.. taken, i]));
        return Walk([]).Select(indices => (object?)new PyTuple(indices.ConvertAll(i => items[i])));
    }

    private static IEnumerable<object?> Combinations(List<object?> items, int count, int start, bool repeat)
    {
        IEnumerable<List<object?>> Walk(int from, List<object?> taken) => taken.Count == count
            ? [taken]
            : Enumerable.Range(from, Math.Max(0, items.Count - from)).SelectMany(i => Walk(repeat ? i : i + 1, [.. taken, items[i]]));
        return Walk(start, []).Select(taken => (object?)new PyTuple(taken));
    }

    private static PyTuple Tee(object?[] a)
    {
        var items = PyIteration.ToList(a[0]);
        return new PyTuple(Enumerable.Range(0, (int)Number(a[1])).Select(_ => (object?)new PyIterator(items, "itertools._tee")).ToArray());
    }

    private static IEnumerable<object?> GroupBy(CallContext context, object?[] a)
    {
        List<object?>? members = null;
        object? current = Missing.Value;
        foreach (var item in Items(a[0]))
        {
            var key = a[1] is PyObject function ? function.Call(context, new Arguments(item)) : item;
            if (members is not null && PyEquality.AreEqual(current, key))
            {
                members.Add(item);
                continue;
            }

            if (members is not null)
            {
                yield return new PyTuple([current, new PyIterator(members, "itertools._grouper")]);
            }

            members = [item];
            current = key;
        }

        if (members is not null)
        {
            yield return new PyTuple([current, new PyIterator(members, "itertools._grouper")]);
        }
    }
}
