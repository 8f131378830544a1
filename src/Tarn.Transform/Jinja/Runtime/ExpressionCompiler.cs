using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Turns expressions into delegates.</summary>
internal sealed class ExpressionCompiler(JinjaEnvironment environment, GeneratedLines generated, bool folding = false)
{
    public Evaluate Compile(Expression expression, Scope scope) => expression switch
    {
        Expression.Constant constant => Constant(constant.Value),
        Expression.Data data => Constant(data.Text),
        Expression.Variable name => Name(name.Identifier, scope),
        Expression.TupleOf tuple => Sequence(tuple.Items, scope, items => new PyTuple(items)),
        Expression.ListOf list => Sequence(list.Items, scope, items => new PyList(items)),
        Expression.DictOf dict => Dict(dict, scope),
        Expression.Conditional conditional => Conditional(conditional, scope),
        Expression.Filter filter => Filter(filter, scope, null),
        Expression.TestOf test => Test(test, scope),
        Expression.Call call => Call(call, scope, null),
        Expression.Item item => Item(item, scope),
        Expression.Member attribute => Attribute(attribute, scope),
        Expression.Slice slice => Slice(slice, scope),
        Expression.Concat concat => Concat(concat, scope),
        Expression.Compare compare => Compare(compare, scope),
        Expression.And and => Logical(and.Left, and.Right, scope, stopAt: false),
        Expression.Or or => Logical(or.Left, or.Right, scope, stopAt: true),
        Expression.Not not => Not(not, scope),
        Expression.Unary unary => Unary(unary, scope),
        Expression.Binary binary => Binary(binary, scope),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A call whose result ends the activation if the callee is an <see cref="EarlyReturn"/>.</summary>
    public Func<Frame, (object? Value, bool Ends)> CompileStatementCall(Expression.Call call, Scope scope)
    {
        var target = Compile(call.Target, scope);
        var arguments = CompileArguments(call.Arguments, scope, null);
        return frame =>
        {
            var callee = target(frame);
            return callee is EarlyReturn ending ? (ending.Value(arguments(frame)), true) : (Invoke(callee, frame, arguments(frame)), false);
        };
    }

    /// <summary>A call; the body of a call block is passed as <c>caller</c>.</summary>
    public Evaluate Call(Expression.Call call, Scope scope, Evaluate? caller)
    {
        var target = Compile(call.Target, scope);
        var arguments = CompileArguments(call.Arguments, scope, caller);
        return frame => Invoke(target(frame), frame, arguments(frame));
    }

    /// <summary>A filter; <paramref name="input"/> stands for the body of a filter block.</summary>
    public Evaluate Filter(Expression.Filter filter, Scope scope, Evaluate? input)
    {
        var function = environment.FindFilter(filter.Name);
        if (function is null && !scope.Soft)
        {
            throw new JinjaException("TemplateAssertionError", $"No filter named {PyText.Quote(filter.Name)}.", filter.Line);
        }

        var value = filter.Target is null ? input! : filter.Target is Expression.Filter inner ? Filter(inner, scope, input) : Compile(filter.Target, scope);
        var arguments = CompileArguments(filter.Arguments, scope, null);
        return frame =>
        {
            var input = value(frame);
            var given = arguments(frame).Prepend(input);
            return function is null ? throw NotFound("filter", filter.Name, given) : function.Call(frame.Call, given);
        };
    }

    private Evaluate Test(Expression.TestOf test, Scope scope)
    {
        var function = environment.FindTest(test.Name);
        if (function is null && !scope.Soft)
        {
            throw new JinjaException("TemplateAssertionError", $"No test named {PyText.Quote(test.Name)}.", test.Line);
        }

        var value = Compile(test.Target, scope);
        var arguments = CompileArguments(test.Arguments, scope, null);
        return frame =>
        {
            var input = value(frame);
            var given = arguments(frame).Prepend(input);
            return function is null ? throw NotFound("test", test.Name, given) : function.Call(frame.Call, given);
        };
    }

    /// <summary>Jinja puts a function in the place of what is missing; it takes no names.</summary>
    private static JinjaException NotFound(string kind, string name, Arguments given) => given.Named.Count > 0
        ? JinjaException.Type($"root.<locals>.t_1() got an unexpected keyword argument '{given.Named[0].Key}'")
        : JinjaException.Runtime($"No {kind} named {PyText.Quote(name)} found.");

    public static object? Invoke(object? callee, Frame frame, Arguments arguments) => callee is PyObject function
        ? function.Call(frame.Call, arguments)
        : throw JinjaException.Type($"'{PyText.TypeName(callee)}' object is not callable");

    private static Evaluate Constant(object? value) => _ => value;

    private static Evaluate Name(string name, Scope scope)
    {
        var read = scope.Function.Reader(scope.Symbols.Ref(name));
        return frame => read(frame) is var value and not Missing ? value : frame.Undefined(name);
    }

    private Evaluate Sequence(IReadOnlyList<Expression> items, Scope scope, Func<object?[], object?> make)
    {
        var parts = items.Select(i => Compile(i, scope)).ToArray();
        return frame => make(Array.ConvertAll(parts, p => p(frame)));
    }

    private Evaluate Dict(Expression.DictOf dict, Scope scope)
    {
        var parts = dict.Items.Select(i => (Key: Compile(i.Key, scope), Value: Compile(i.Value, scope))).ToArray();
        return frame =>
        {
            var result = new PyDict();
            foreach (var (key, value) in parts)
            {
                var name = key(frame);
                result[name] = value(frame);
            }

            return result;
        };
    }

    private Evaluate Conditional(Expression.Conditional conditional, Scope scope)
    {
        var soft = scope with { Soft = true };
        var test = Compile(conditional.Test, soft);
        var then = Compile(conditional.Then, soft);
        if (conditional.Otherwise is not null)
        {
            var otherwise = Compile(conditional.Otherwise, soft);
            return frame => PyIteration.IsTrue(test(frame)) ? then(frame) : otherwise(frame);
        }

        var hint = $"the inline if-expression on line {conditional.Line} evaluated to false and no else section was defined.";
        return frame => PyIteration.IsTrue(test(frame)) ? then(frame) : new Undefined(UndefinedKind.Default, hint);
    }

    private Evaluate Item(Expression.Item item, Scope scope)
    {
        var target = Compile(item.Target, scope);
        var key = Compile(item.Key, scope);
        return item.Key is Expression.Slice && !folding
            ? frame => AttributeAccess.Subscript(target(frame), key(frame))
            : frame => AttributeAccess.GetItem(environment, target(frame), key(frame));
    }

    private Evaluate Attribute(Expression.Member attribute, Scope scope)
    {
        var target = Compile(attribute.Target, scope);
        return frame => AttributeAccess.GetAttribute(environment, target(frame), attribute.Name);
    }

    private Evaluate Slice(Expression.Slice slice, Scope scope)
    {
        Evaluate Part(Expression? part) => part is null ? Constant(null) : Compile(part, scope);
        var start = Part(slice.Start);
        var stop = Part(slice.Stop);
        var step = Part(slice.Step);
        return frame => new PySlice(start(frame), stop(frame), step(frame));
    }

    private Evaluate Concat(Expression.Concat concat, Scope scope)
    {
        var parts = concat.Items.Select(i => Compile(i, scope)).ToArray();
        return frame =>
        {
            var values = Array.ConvertAll(parts, p => p(frame));
            return frame.AutoEscape && values.Any(v => v is Markup)
                ? new Markup(string.Concat(values.Select(Markup.Escape)))
                : string.Concat(values.Select(PyText.Str));
        };
    }

    private Evaluate Compare(Expression.Compare compare, Scope scope)
    {
        var first = Compile(compare.First, scope);
        var rest = compare.Rest.Select(r => (r.Operator, Value: Compile(r.Value, scope))).ToArray();
        if (rest.Length == 1)
        {
            var (op, right) = rest[0];
            return frame => PyCompare.Evaluate(op, first(frame), right(frame));
        }

        return frame =>
        {
            var left = first(frame);
            foreach (var (op, value) in rest)
            {
                var right = value(frame);
                if (!PyCompare.Evaluate(op, left, right))
                {
                    return false;
                }

                left = right;
            }

            return true;
        };
    }

    private Evaluate Logical(Expression left, Expression right, Scope scope, bool stopAt)
    {
        var first = Compile(left, scope);
        var second = Compile(right, scope);
        return frame =>
        {
            var value = first(frame);
            return PyIteration.IsTrue(value) == stopAt ? value : second(frame);
        };
    }

    private Evaluate Not(Expression.Not not, Scope scope)
    {
        var target = Compile(not.Target, scope);
        return frame => !PyIteration.IsTrue(target(frame));
    }

    private Evaluate Unary(Expression.Unary unary, Scope scope)
    {
        var target = Compile(unary.Target, scope);
        return frame => PyOperators.Unary(unary.Operator, target(frame));
    }

    private Evaluate Binary(Expression.Binary binary, Scope scope)
    {
        var left = Compile(binary.Left, scope);
        var right = Compile(binary.Right, scope);
        return frame => PyOperators.Binary(binary.Operator, left(frame), right(frame));
    }

    private Func<Frame, Arguments> CompileArguments(CallArguments arguments, Scope scope, Evaluate? caller)
    {
        var repeated = arguments.Named.GroupBy(n => n.Name).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null)
        {
            generated.Add();
            throw generated.Error($"keyword argument repeated: {repeated.Key}");
        }

        var positional = arguments.Positional.Select(p => Compile(p, scope)).ToArray();
        var named = arguments.Named.Select(n => (n.Name, Value: Compile(n.Value, scope))).ToList();
        if (caller is not null)
        {
            named.Add(("caller", caller));
        }

        var star = arguments.StarArguments is null ? null : Compile(arguments.StarArguments, scope);
        var starNamed = arguments.StarNamed is null ? null : Compile(arguments.StarNamed, scope);
        if (named.Count == 0 && star is null && starNamed is null)
        {
            return positional.Length == 0 ? _ => Arguments.None : frame => new Arguments(Array.ConvertAll(positional, p => p(frame)));
        }

        return frame =>
        {
            var values = positional.Select(p => p(frame)).ToList();
            if (star is not null)
            {
                values.AddRange(PyIteration.Iterate(star(frame)));
            }

            var names = named.ConvertAll(n => KeyValuePair.Create(n.Name, n.Value(frame)));
            if (starNamed is not null)
            {
                AddNamed(names, starNamed(frame));
            }

            return new Arguments([.. values], names);
        };
    }

    private static void AddNamed(List<KeyValuePair<string, object?>> names, object? mapping)
    {
        if (mapping is not PyDict dict)
        {
            throw mapping is Undefined undefined && undefined.Kind == UndefinedKind.Strict
                ? undefined.Error()
                : JinjaException.Type($"argument after ** must be a mapping, not {PyText.TypeName(mapping)}");
        }

        foreach (var (key, value) in dict.Pairs)
        {
            var name = key as string ?? throw JinjaException.Type("keywords must be strings");
            if (names.Exists(n => n.Key == name))
            {
                throw JinjaException.Type($"jinja2.runtime.Context.call() got multiple values for keyword argument '{name}'");
            }

            names.Add(KeyValuePair.Create(name, value));
        }
    }
}
