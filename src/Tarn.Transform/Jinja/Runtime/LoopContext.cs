using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>The <c>loop</c> of a for statement.</summary>
internal sealed class LoopContext : PyObject
{
    private readonly object? source;
    private readonly UndefinedKind undefined;
    private readonly Func<object?, int, object?>? recurse;
    private readonly int depth0;
    private IEnumerator<object?> iterator;
    private int index0 = -1;
    private int? length;
    private object? after = Missing.Value;
    private object? current = Missing.Value;
    private object? before = Missing.Value;
    private object? lastChanged = Missing.Value;

    public LoopContext(object? source, IEnumerable<object?> items, UndefinedKind undefined, Func<object?, int, object?>? recurse, int depth0)
    {
        this.source = source;
        this.undefined = undefined;
        this.recurse = recurse;
        this.depth0 = depth0;
        iterator = items.GetEnumerator();
    }

    public override string TypeName => "LoopContext";

    public override bool IsTrue => Length != 0;

    public override bool IsCallable => true;

    public override int? Length => length ??= PyIteration.TryLength(source) ?? Materialize();

    public object? Current => current;

    public bool MoveNext()
    {
        object? next;
        if (after is not Missing)
        {
            next = after;
            after = Missing.Value;
        }
        else if (iterator.MoveNext())
        {
            next = iterator.Current;
        }
        else
        {
            return false;
        }

        index0++;
        before = current;
        current = next;
        return true;
    }

    public override object? GetAttribute(string name) => name switch
    {
        "index" => (long)index0 + 1,
        "index0" => (long)index0,
        "revindex" => (long)Length!.Value - index0,
        "revindex0" => (long)Length!.Value - index0 - 1,
        "first" => index0 == 0,
        "last" => Peek() is Missing,
        "length" => (long)Length!.Value,
        "depth" => (long)depth0 + 1,
        "depth0" => (long)depth0,
        "previtem" => index0 == 0 ? new Undefined(undefined, "there is no previous item") : before,
        "nextitem" => Peek() is var next and not Missing ? next : new Undefined(undefined, "there is no next item"),
        "cycle" => new NativeFunction("cycle", (_, a) => Cycle(a.Positional)),
        "changed" => new NativeFunction("changed", (_, a) => Changed(a.Positional)),
        _ => Missing.Value,
    };

    public override IEnumerable<object?> Iterate()
    {
        while (MoveNext())
        {
            yield return new PyTuple([current, this]);
        }
    }

    public override object? Call(CallContext context, Arguments arguments)
    {
        if (recurse is null)
        {
            throw JinjaException.Type("The loop must have the 'recursive' marker to be called recursively.");
        }

        return arguments.Positional.Length == 1
            ? recurse(arguments.Positional[0], depth0 + 1)
            : throw JinjaException.Type("LoopContext.__call__() missing 1 required positional argument: 'iterable'");
    }

    public override string Repr() => $"<LoopContext {index0 + 1}/{Length}>";

    private object? Peek()
    {
        if (after is Missing)
        {
            after = iterator.MoveNext() ? iterator.Current : Missing.Value;
        }

        return after;
    }

    private int Materialize()
    {
        var rest = new List<object?>();
        while (iterator.MoveNext())
        {
            rest.Add(iterator.Current);
        }

        iterator = rest.GetEnumerator();
        return rest.Count + index0 + 1 + (after is Missing ? 0 : 1);
    }

    private object? Cycle(object?[] values) => values.Length == 0
        ? throw JinjaException.Type("no items for cycling given")
        : values[index0 % values.Length];

    private bool Changed(object?[] values)
    {
        var tuple = new PyTuple(values);
        if (lastChanged is not Missing && PyEquality.AreEqual(lastChanged, tuple))
        {
            return false;
        }

        lastChanged = tuple;
        return true;
    }
}
