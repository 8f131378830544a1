namespace Tarn.Transform.Jinja.Syntax;

/// <summary>How a name is used.</summary>
internal enum NameUse
{
    Load,
    Store,
    Parameter,
}

/// <summary>A call's arguments in the syntax tree.</summary>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<(string Name, Expression Value)> Named,
    Expression? StarArguments,
    Expression? StarNamed)
{
    public static readonly CallArguments None = new([], [], null, null);

    public IEnumerable<Expression> Children()
    {
        foreach (var expression in Positional)
        {
            yield return expression;
        }

        foreach (var (_, value) in Named)
        {
            yield return value;
        }

        if (StarArguments is not null)
        {
            yield return StarArguments;
        }

        if (StarNamed is not null)
        {
            yield return StarNamed;
        }
    }
}

/// <summary>The closed set of expressions.</summary>
internal abstract record Expression(int Line)
{
    public sealed record Constant(object? Value, int Line) : Expression(Line);

    public sealed record Data(string Text, int Line) : Expression(Line);

    public sealed record Variable(string Identifier, NameUse Use, int Line) : Expression(Line);

    public sealed record NamespaceRef(string Identifier, string Attribute, int Line) : Expression(Line);

    public sealed record TupleOf(IReadOnlyList<Expression> Items, NameUse Use, int Line) : Expression(Line);

    public sealed record ListOf(IReadOnlyList<Expression> Items, int Line) : Expression(Line);

    public sealed record DictOf(IReadOnlyList<(Expression Key, Expression Value)> Items, int Line) : Expression(Line);

    public sealed record Conditional(Expression Test, Expression Then, Expression? Otherwise, int Line) : Expression(Line);

    /// <summary><see cref="Target"/> is null for the first filter of a filter block.</summary>
    public sealed record Filter(Expression? Target, string Name, CallArguments Arguments, int Line) : Expression(Line);

    public sealed record TestOf(Expression Target, string Name, CallArguments Arguments, int Line) : Expression(Line);

    public sealed record Call(Expression Target, CallArguments Arguments, int Line) : Expression(Line);

    public sealed record Item(Expression Target, Expression Key, int Line) : Expression(Line);

    public sealed record Member(Expression Target, string Name, int Line) : Expression(Line);

    public sealed record Slice(Expression? Start, Expression? Stop, Expression? Step, int Line) : Expression(Line);

    public sealed record Concat(IReadOnlyList<Expression> Items, int Line) : Expression(Line);

    public sealed record Compare(Expression First, IReadOnlyList<(string Operator, Expression Value)> Rest, int Line) : Expression(Line);

    public sealed record And(Expression Left, Expression Right, int Line) : Expression(Line);

    public sealed record Or(Expression Left, Expression Right, int Line) : Expression(Line);

    public sealed record Not(Expression Target, int Line) : Expression(Line);

    public sealed record Unary(string Operator, Expression Target, int Line) : Expression(Line);

    public sealed record Binary(string Operator, Expression Left, Expression Right, int Line) : Expression(Line);

    /// <summary>Direct sub-expressions, in the order of their fields.</summary>
    public IEnumerable<Expression> Children() => this switch
    {
        TupleOf tuple => tuple.Items,
        ListOf list => list.Items,
        DictOf dict => dict.Items.SelectMany(i => new[] { i.Key, i.Value }),
        Conditional conditional => Present(conditional.Test, conditional.Then, conditional.Otherwise),
        Filter filter => Present(filter.Target).Concat(filter.Arguments.Children()),
        TestOf test => Present(test.Target).Concat(test.Arguments.Children()),
        Call call => Present(call.Target).Concat(call.Arguments.Children()),
        Item item => [item.Target, item.Key],
        Member attribute => [attribute.Target],
        Slice slice => Present(slice.Start, slice.Stop, slice.Step),
        Concat concat => concat.Items,
        Compare compare => compare.Rest.Select(r => r.Value).Prepend(compare.First),
        And and => [and.Left, and.Right],
        Or or => [or.Left, or.Right],
        Not not => [not.Target],
        Unary unary => [unary.Target],
        Binary binary => [binary.Left, binary.Right],
        _ => [],
    };

    private static IEnumerable<Expression> Present(params Expression?[] items) => items.Where(i => i is not null)!;
}
