namespace Tarn.Transform.Jinja.Python;

/// <summary>Live view of a dict: keys, values or items.</summary>
public sealed class PyDictView(PyDict dict, string kind) : PyObject
{
    public override string TypeName => $"dict_{kind}";

    public override int? Length => dict.Count;

    public override bool IsHashable => kind == "values";

    public override IEnumerable<object?> Iterate() => kind switch
    {
        "keys" => dict.Keys,
        "values" => dict.Values,
        _ => Items(),
    };

    public override bool? Contains(object? item) => kind == "keys" ? dict.ContainsKey(item) : null;

    public override string Repr() => $"{TypeName}([{string.Join(", ", Iterate().Select(PyText.Repr))}])";

    public override bool EqualTo(object? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        var set = new PySet(Iterate());
        return kind != "values" && other switch
        {
            PyDictView view => set.EqualTo(new PySet(view.Iterate())),
            PySet right => set.EqualTo(right),
            _ => false,
        };
    }

    public override object? GetAttribute(string name) => name == "isdisjoint" && kind != "values"
        ? SetMethods.Table.Bind(new PySet(Iterate()), name)
        : Missing.Value;

    public override object? Operate(string op, object? right) => op == "-" && kind != "values" && PyIteration.TryIterate(right) is { } other
        ? Difference(other)
        : Missing.Value;

    private PySet Difference(IEnumerable<object?> other)
    {
        var removed = new PySet(other);
        return new PySet(Iterate().Where(i => !removed.Has(i)));
    }

    private IEnumerable<object?> Items()
    {
        using var values = dict.Values.GetEnumerator();
        foreach (var key in dict.Keys)
        {
            values.MoveNext();
            yield return new PyTuple([key, values.Current]);
        }
    }
}
