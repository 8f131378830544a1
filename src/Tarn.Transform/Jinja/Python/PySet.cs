namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's set and frozenset. The order is that of insertion, since Python's own is not defined.</summary>
public sealed class PySet : PyObject
{
    private readonly OrderedDictionary<object, bool> members = new(PyEquality.Instance);

    public PySet(IEnumerable<object?> items, bool frozen = false)
    {
        IsFrozen = frozen;
        foreach (var item in items)
        {
            members[PyEquality.Wrap(item)] = true;
        }
    }

    public bool IsFrozen { get; }

    public override string TypeName => IsFrozen ? "frozenset" : "set";

    public override int? Length => members.Count;

    public override bool IsHashable => IsFrozen;

    public IEnumerable<object?> Members => members.Keys.Select(PyEquality.Unwrap);

    public int Count => members.Count;

    public bool Has(object? item) => members.ContainsKey(PyEquality.Wrap(item));

    public void Add(object? item) => members.TryAdd(PyEquality.Wrap(item), true);

    public bool Remove(object? item) => members.Remove(PyEquality.Wrap(item));

    public void Clear() => members.Clear();

    public override bool? Contains(object? item) => Has(item);

    public override object? GetAttribute(string name) => SetMethods.Table.Bind(this, name);

    public override IEnumerable<object?> Iterate() => Members;

    public override string Repr()
    {
        if (Count == 0)
        {
            return $"{TypeName}()";
        }

        var body = PyText.ReprSequence("{", Members.ToList(), "}", this);
        return IsFrozen ? $"frozenset({body})" : body;
    }

    public override bool EqualTo(object? other) => other is PySet set && set.Count == Count && Members.All(set.Has);

    public override int PythonHash() => Members.Aggregate(Count, (hash, item) => hash ^ PyEquality.Hash(PyEquality.Wrap(item)));

    public bool IsSubsetOf(PySet other) => Count <= other.Count && Members.All(other.Has);

    public override object? Operate(string op, object? right) => (op, right) switch
    {
        ("-", PySet set) => new PySet(Members.Where(m => !set.Has(m)), IsFrozen),
        _ => Missing.Value,
    };
}
