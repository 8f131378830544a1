namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's dict: keeps the order of insertion.</summary>
public sealed class PyDict : PyObject
{
    private readonly OrderedDictionary<object, object?> entries;

    public PyDict() => entries = new(PyEquality.Instance);

    public PyDict(PyDict other) => entries = new(other.entries, PyEquality.Instance);

    public PyDict(IEnumerable<KeyValuePair<string, object?>> pairs)
        : this()
    {
        foreach (var pair in pairs)
        {
            this[pair.Key] = pair.Value;
        }
    }

    public override string TypeName => "dict";

    public override int? Length => entries.Count;

    public override bool IsHashable => false;

    public int Count => entries.Count;

    public IEnumerable<object?> Keys => Guarded(entry => PyEquality.Unwrap(entry.Key));

    public IEnumerable<object?> Values => Guarded(entry => entry.Value);

    public IEnumerable<KeyValuePair<object?, object?>> Pairs => entries.Select(e => KeyValuePair.Create(PyEquality.Unwrap(e.Key), e.Value));

    public object? this[object? key]
    {
        get => TryGetValue(key, out var value) ? value : throw new JinjaException("KeyError", PyText.Repr(key));
        set => entries[PyEquality.Wrap(key)] = value;
    }

    public bool TryGetValue(object? key, out object? value) => entries.TryGetValue(PyEquality.Wrap(key), out value);

    public bool ContainsKey(object? key) => entries.ContainsKey(PyEquality.Wrap(key));

    public bool Remove(object? key, out object? value) => entries.Remove(PyEquality.Wrap(key), out value);

    public KeyValuePair<object?, object?> RemoveLast()
    {
        var last = entries.GetAt(entries.Count - 1);
        entries.RemoveAt(entries.Count - 1);
        return KeyValuePair.Create(PyEquality.Unwrap(last.Key), last.Value);
    }

    public void Clear() => entries.Clear();

    public override object? GetItem(object? key) => this[key];

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is not PyObject { IsHashable: false } && TryGetValue(key, out value);
    }

    public override object? GetAttribute(string name) => DictMethods.Table.Bind(this, name);

    public override IEnumerable<object?> Iterate() => Keys;

    public override bool? Contains(object? item) => ContainsKey(item);

    public override string Repr() =>
        PyText.Guarded(this, "{...}", () => "{" + string.Join(", ", Pairs.Select(p => $"{PyText.Repr(p.Key)}: {PyText.Repr(p.Value)}")) + "}");

    public override bool EqualTo(object? other) => other is PyDict dict && dict.Count == Count
        && Pairs.All(p => dict.TryGetValue(p.Key, out var value) && PyEquality.SameOrEqual(p.Value, value));

    public override object? Operate(string op, object? right) => Missing.Value;

    private IEnumerable<object?> Guarded(Func<KeyValuePair<object, object?>, object?> select)
    {
        var count = entries.Count;
        for (var i = 0; i < entries.Count; i++)
        {
            yield return select(entries.GetAt(i));
            if (entries.Count != count)
            {
                throw new JinjaException("RuntimeError", "dictionary changed size during iteration");
            }
        }
    }
}
