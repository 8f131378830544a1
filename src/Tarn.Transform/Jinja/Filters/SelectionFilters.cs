using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Filters that apply other filters and tests: map, select, reject and their attribute forms.</summary>
internal static class SelectionFilters
{
    public static void AddTo(FilterTable table)
    {
        table.AddContextual("map", Map);
        table.AddContextual("select", (c, a) => Select(c, a, keep: true, byAttribute: false));
        table.AddContextual("reject", (c, a) => Select(c, a, keep: false, byAttribute: false));
        table.AddContextual("selectattr", (c, a) => Select(c, a, keep: true, byAttribute: true));
        table.AddContextual("rejectattr", (c, a) => Select(c, a, keep: false, byAttribute: true));
    }

    private static PyIterator Map(CallContext context, Arguments arguments)
    {
        IEnumerable<object?> Walk()
        {
            if (!PyIteration.IsTrue(arguments.Positional[0]))
            {
                yield break;
            }

            var map = Mapping(context, arguments.WithoutFirst());
            foreach (var item in PyIteration.Iterate(arguments.Positional[0]))
            {
                yield return map(item);
            }
        }

        return new PyIterator(Walk());
    }

    private static Func<object?, object?> Mapping(CallContext context, Arguments arguments)
    {
        if (arguments.Positional.Length == 0 && arguments.TryGetNamed("attribute", out var attribute))
        {
            arguments.TryGetNamed("default", out var otherwise);
            var unexpected = arguments.Named.FirstOrDefault(n => n.Key is not ("attribute" or "default")).Key;
            return unexpected is null
                ? Attributes.Getter(context, attribute, otherwise: otherwise)
                : throw new JinjaException("FilterArgumentError", $"Unexpected keyword argument {PyText.Quote(unexpected)}");
        }

        if (arguments.Positional.Length == 0)
        {
            throw new JinjaException("FilterArgumentError", "map requires a filter argument");
        }

        var function = Find(arguments.Positional[0], "filter", context.Environment.FindFilter);
        var rest = arguments.WithoutFirst();
        return item => function.Call(context, rest.Prepend(item));
    }

    private static PyIterator Select(CallContext context, Arguments arguments, bool keep, bool byAttribute)
    {
        IEnumerable<object?> Walk()
        {
            if (!PyIteration.IsTrue(arguments.Positional[0]))
            {
                yield break;
            }

            var test = Condition(context, arguments.WithoutFirst(), byAttribute);
            foreach (var item in PyIteration.Iterate(arguments.Positional[0]))
            {
                if (test(item) == keep)
                {
                    yield return item;
                }
            }
        }

        return new PyIterator(Walk());
    }

    private static Func<object?, bool> Condition(CallContext context, Arguments arguments, bool byAttribute)
    {
        Func<object?, object?> value = item => item;
        if (byAttribute)
        {
            value = arguments.Positional.Length > 0
                ? Attributes.Getter(context, arguments.Positional[0])
                : throw new JinjaException("FilterArgumentError", "Missing parameter for attribute name");
            arguments = arguments.WithoutFirst();
        }

        if (arguments.Positional.Length == 0)
        {
            return item => PyIteration.IsTrue(value(item));
        }

        var name = arguments.Positional[0];
        var rest = arguments.WithoutFirst();
        return item =>
        {
            var function = Find(name, "test", context.Environment.FindTest);
            return PyIteration.IsTrue(function.Call(context, rest.Prepend(value(item))));
        };
    }

    private static NativeFunction Find(object? name, string kind, Func<string, NativeFunction?> find)
    {
        if (name is string text && find(text) is { } function)
        {
            return function;
        }

        var message = $"No {kind} named {PyText.Repr(name)}.";
        throw JinjaException.Runtime(name is Undefined undefined ? $"{message} ({undefined.Message}; did you forget to quote the callable name?)" : message);
    }
}
