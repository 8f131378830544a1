using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Functions that every template has: range, dict, lipsum's absence aside, cycler, joiner, namespace.</summary>
internal static class BuiltinGlobals
{
    /// <summary>Jinja's sandbox refuses longer ranges.</summary>
    private const long MaxRange = 100_000;

    public static readonly IReadOnlyDictionary<string, object?> All = new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["range"] = new NativeFunction("range", Range),
        ["dict"] = new TypeFunction("dict", Dict),
        ["cycler"] = new TypeFunction("Cycler", (_, a) => new Cycler(a.Positional)),
        ["joiner"] = new TypeFunction("Joiner", (_, a) => new Joiner(new Signature("Joiner.__init__(sep=None)").Bind(a)[0] ?? ", ")),
        ["namespace"] = new TypeFunction("Namespace", (c, a) => new Namespace((PyDict)Dict(c, a)!)),
    };

    private static object? Dict(CallContext context, Arguments arguments)
    {
        if (arguments.Positional.Length > 1)
        {
            throw JinjaException.Type($"dict expected at most 1 argument, got {arguments.Positional.Length}");
        }

        var result = new PyDict();
        DictMethods.Update(result, new PyTuple(arguments.Positional), new PyDict(arguments.Named));
        return result;
    }

    private static object? Range(CallContext context, Arguments arguments)
    {
        if (arguments.Positional.Length is 0 or > 3)
        {
            throw JinjaException.Type(arguments.Positional.Length == 0
                ? "range expected at least 1 argument, got 0"
                : $"range expected at most 3 arguments, got {arguments.Positional.Length}");
        }

        var numbers = Array.ConvertAll(arguments.Positional, a => PyNumber.TryIndex(a, out var number)
            ? number
            : throw (a as Undefined)?.Error() ?? JinjaException.Type($"'{PyText.TypeName(a)}' object cannot be interpreted as an integer"));
        var range = numbers.Length == 1
            ? new PyRange(0, numbers[0], 1)
            : new PyRange(numbers[0], numbers[1], numbers.Length == 3 ? numbers[2] != 0 ? numbers[2] : throw JinjaException.Value("range() arg 3 must not be zero") : 1);
        return !context.Environment.IsSandboxed || range.Count <= MaxRange
            ? range
            : throw new JinjaException("OverflowError", $"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({MaxRange}).");
    }

    private sealed class TypeFunction(string typeName, Func<CallContext, Arguments, object?> make) : PyObject
    {
        public override string TypeName => "type";

        public override bool IsCallable => true;

        public override string Repr() => typeName == "dict" ? "<class 'dict'>" : $"<class 'jinja2.utils.{typeName}'>";

        public override object? GetAttribute(string name) => typeName == "dict" && name == "fromkeys"
            ? DictMethods.Table.Bind(new PyDict(), name)
            : Missing.Value;

        public override object? Call(CallContext context, Arguments arguments) => make(context, arguments);
    }

    private sealed class Cycler : PyObject
    {
        private readonly object?[] items;
        private int position;

        public Cycler(object?[] items) => this.items = items.Length > 0 ? items : throw new JinjaException("RuntimeError", "at least one item has to be provided");

        public override string TypeName => "Cycler";

        public override object? GetAttribute(string name) => name switch
        {
            "current" => items[position],
            "next" or "__next__" => new NativeFunction("next", _ => Next(), 0),
            "reset" => new NativeFunction("reset", _ => Reset(), 0),
            "items" => new PyTuple(items),
            "pos" => (long)position,
            _ => Missing.Value,
        };

        private object? Next()
        {
            var current = items[position];
            position = (position + 1) % items.Length;
            return current;
        }

        private object? Reset()
        {
            position = 0;
            return null;
        }
    }

    private sealed class Joiner(object? separator) : PyObject
    {
        private bool used;

        public override string TypeName => "Joiner";

        public override bool IsCallable => true;

        public override object? Call(CallContext context, Arguments arguments)
        {
            var result = used ? separator : string.Empty;
            used = true;
            return result;
        }
    }
}
