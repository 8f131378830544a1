using System.Text;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Jinja's tests.</summary>
internal static class BuiltinTests
{
    public static readonly IReadOnlyDictionary<string, NativeFunction> All = Make();

    private static Dictionary<string, NativeFunction> Make()
    {
        var tests = new Dictionary<string, NativeFunction>(StringComparer.Ordinal);
        void Add(string names, string signature, Func<CallContext, object?[], bool> body)
        {
            var parsed = new Signature(signature);
            foreach (var name in names.Split(' '))
            {
                tests[name] = new NativeFunction(parsed, (c, a) => body(c, a));
            }
        }

        void Compare(string names, string function, string op)
        {
            foreach (var name in names.Split(' '))
            {
                tests[name] = new NativeFunction(function, a => PyCompare.Evaluate(op, a[0], a[1]), 2);
            }
        }

        Compare("== eq equalto", "eq", "==");
        Compare("!= ne", "ne", "!=");
        Compare("> gt greaterthan", "gt", ">");
        Compare(">= ge", "ge", ">=");
        Compare("< lt lessthan", "lt", "<");
        Compare("<= le", "le", "<=");
        tests["callable"] = new NativeFunction("callable", a => a[0] is PyObject { IsCallable: true }, 1);
        Add("odd", "test_odd(value)", (_, a) => PyEquality.AreEqual(PyOperators.Binary("%", a[0], 2L), 1L));
        Add("even", "test_even(value)", (_, a) => PyEquality.AreEqual(PyOperators.Binary("%", a[0], 2L), 0L));
        Add("divisibleby", "test_divisibleby(value, num)", (_, a) => PyEquality.AreEqual(PyOperators.Binary("%", a[0], a[1]), 0L));
        Add("defined", "test_defined(value)", (_, a) => a[0] is not Undefined);
        Add("undefined", "test_undefined(value)", (_, a) => a[0] is Undefined);
        Add("filter", "test_filter(value)", (c, a) => a[0] is string name && c.Environment.FindFilter(name) is not null);
        Add("test", "test_test(value)", (c, a) => a[0] is string name && c.Environment.FindTest(name) is not null);
        Add("none", "test_none(value)", (_, a) => a[0] is null);
        Add("boolean", "test_boolean(value)", (_, a) => a[0] is bool);
        Add("false", "test_false(value)", (_, a) => a[0] is false);
        Add("true", "test_true(value)", (_, a) => a[0] is true);
        Add("integer", "test_integer(value)", (_, a) => a[0] is long or System.Numerics.BigInteger);
        Add("float", "test_float(value)", (_, a) => a[0] is double);
        Add("lower", "test_lower(value)", (_, a) => Cased(a[0], Rune.IsLower));
        Add("upper", "test_upper(value)", (_, a) => Cased(a[0], Rune.IsUpper));
        Add("string", "test_string(value)", (_, a) => a[0] is string or Markup);
        Add("mapping", "test_mapping(value)", (_, a) => a[0] is PyDict);
        Add("number", "test_number(value)", (_, a) => PyNumber.IsNumber(a[0]) || a[0] is PyComplex);
        Add("sequence", "test_sequence(value)", (_, a) => a[0] is string or PyDict or PyList or PyTuple or PyRange or Markup or PyBytes or Undefined);
        Add("sameas", "test_sameas(value, other)", (_, a) => PyEquality.Same(a[0], a[1]));
        Add("iterable", "test_iterable(value)", (_, a) => PyIteration.TryIterate(a[0]) is not null);
        Add("escaped", "test_escaped(value)", (_, a) => a[0] is Markup);
        Add("in", "test_in(value, seq)", (_, a) => PyIteration.Contains(a[1], a[0]));
        return tests;
    }

    private static bool Cased(object? value, Func<Rune, bool> test)
    {
        var cased = PyText.Str(value).EnumerateRunes().Where(UnicodeCase.IsCased).ToList();
        return cased.Count > 0 && cased.TrueForAll(r => test(r));
    }
}
