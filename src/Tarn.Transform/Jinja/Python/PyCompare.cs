namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's ordering comparisons.</summary>
public static class PyCompare
{
    public static bool Evaluate(string op, object? left, object? right) => op switch
    {
        "==" => PyEquality.AreEqual(left, right),
        "!=" => !PyEquality.AreEqual(left, right),
        "in" => PyIteration.Contains(right, left),
        "not in" => !PyIteration.Contains(right, left),
        _ => Less(left, right, op),
    };

    /// <summary>One of &lt; &lt;= &gt; &gt;=; raises TypeError if the values have no order.</summary>
    public static bool Less(object? left, object? right, string op)
    {
        if (left is PySet or PyDictView || right is PySet)
        {
            return Subset(left, right, op);
        }

        if ((left is PyList && right is PyList) || (left is PyTuple && right is PyTuple))
        {
            return Sequence(((PyObject)left).Iterate()!.ToList(), ((PyObject)right).Iterate()!.ToList(), op);
        }

        var order = Order(left, right, op);
        return order != int.MinValue && op switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary>The first elements that differ decide, compared with the same operator.</summary>
    private static bool Sequence(List<object?> left, List<object?> right, string op)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            if (!PyEquality.SameOrEqual(left[i], right[i]))
            {
                return Less(left[i], right[i], op);
            }
        }

        return Less((long)left.Count, (long)right.Count, op);
    }

    private static int Order(object? left, object? right, string op)
    {
        if (PyNumber.IsNumber(left) && PyNumber.IsNumber(right))
        {
            return PyNumber.Compare(left!, right!);
        }

        if (left is string a && right is string b)
        {
            return PyText.Compare(a, b);
        }

        if (left is PyObject pyObject && pyObject.CompareTo(right) is { } order)
        {
            return order;
        }

        return right is Undefined or Markup && ((PyObject)right).CompareTo(left) is { } reflected
            ? -reflected
            : throw JinjaException.Type($"'{op}' not supported between instances of '{PyText.TypeName(left)}' and '{PyText.TypeName(right)}'");
    }

    private static bool Subset(object? left, object? right, string op)
    {
        if (AsSet(left) is not { } a || AsSet(right) is not { } b)
        {
            throw right is Undefined undefined
                ? undefined.Error()
                : JinjaException.Type($"'{op}' not supported between instances of '{PyText.TypeName(left)}' and '{PyText.TypeName(right)}'");
        }

        return op switch
        {
            "<" => a.Count < b.Count && a.IsSubsetOf(b),
            "<=" => a.IsSubsetOf(b),
            ">" => b.Count < a.Count && b.IsSubsetOf(a),
            _ => b.IsSubsetOf(a),
        };
    }

    private static PySet? AsSet(object? value) => value switch
    {
        PySet set => set,
        PyDictView { TypeName: not "dict_values" } view => new PySet(view.Iterate()),
        _ => null,
    };
}
