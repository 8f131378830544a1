namespace Tarn.Transform.Jinja.Python;

/// <summary>Methods of set and frozenset.</summary>
internal static class SetMethods
{
    public static readonly MethodTable Table = new("set")
    {
        { "add", 1, 1, (s, a) => Change(s, set => set.Add(a[0])) },
        { "discard", 1, 1, (s, a) => Change(s, set => set.Remove(a[0])) },
        { "remove", 1, 1, (s, a) => Change(s, set => _ = set.Remove(a[0]) ? true : throw new JinjaException("KeyError", PyText.Repr(a[0]))) },
        { "clear", 0, 0, (s, _) => Change(s, set => set.Clear()) },
        { "pop", 0, 0, (s, _) => Pop((PySet)s!) },
        { "copy", 0, 0, (s, _) => new PySet(((PySet)s!).Members, ((PySet)s).IsFrozen) },
        { "union", 0, 99, (s, a) => new PySet(((PySet)s!).Members.Concat(a.SelectMany(PyIteration.Iterate)), ((PySet)s).IsFrozen) },
        { "update", 0, 99, (s, a) => Change(s, set => a.SelectMany(PyIteration.Iterate).ToList().ForEach(set.Add)) },
        { "intersection", 0, 99, (s, a) => Filter(s, a.Select(Of), (item, sets) => sets.All(o => o.Has(item))) },
        { "difference", 0, 99, (s, a) => Filter(s, a.Select(Of), (item, sets) => !sets.Any(o => o.Has(item))) },
        { "symmetric_difference", 1, 1, (s, a) => Symmetric((PySet)s!, Of(a[0])) },
        { "intersection_update", 0, 99, (s, a) => Assign(s, Filter(s, a.Select(Of), (item, sets) => sets.All(o => o.Has(item)))) },
        { "difference_update", 0, 99, (s, a) => Assign(s, Filter(s, a.Select(Of), (item, sets) => !sets.Any(o => o.Has(item)))) },
        { "symmetric_difference_update", 1, 1, (s, a) => Assign(s, Symmetric((PySet)s!, Of(a[0]))) },
        { "issubset", 1, 1, (s, a) => ((PySet)s!).IsSubsetOf(Of(a[0])) },
        { "issuperset", 1, 1, (s, a) => Of(a[0]).IsSubsetOf((PySet)s!) },
        { "isdisjoint", 1, 1, (s, a) => !((PySet)s!).Members.Any(Of(a[0]).Has) },
    };

    private static PySet Of(object? value) => value as PySet ?? new PySet(PyIteration.Iterate(value));

    private static PySet Filter(object? self, IEnumerable<PySet> others, Func<object?, List<PySet>, bool> keep)
    {
        var sets = others.ToList();
        return new PySet(((PySet)self!).Members.Where(m => keep(m, sets)), ((PySet)self).IsFrozen);
    }

    private static PySet Symmetric(PySet left, PySet right) =>
        new(left.Members.Where(m => !right.Has(m)).Concat(right.Members.Where(m => !left.Has(m))), left.IsFrozen);

    private static object? Pop(PySet set)
    {
        if (set.Count == 0)
        {
            throw new JinjaException("KeyError", "'pop from an empty set'");
        }

        var first = set.Members.First();
        set.Remove(first);
        return first;
    }

    private static object? Assign(object? self, PySet value) => Change(self, set =>
    {
        var members = value.Members.ToList();
        set.Clear();
        members.ForEach(set.Add);
    });

    private static object? Change(object? self, Action<PySet> action)
    {
        action((PySet)self!);
        return null;
    }
}
