using System.Globalization;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Getters for filters that take an attribute, such as <c>sort(attribute='a.b')</c>.</summary>
internal static class Attributes
{
    public static Func<object?, object?> Getter(CallContext context, object? attribute, bool ignoreCase = false, object? otherwise = null)
    {
        var parts = Parts(attribute);
        return item =>
        {
            foreach (var part in parts)
            {
                item = AttributeAccess.GetItem(context.Environment, item, part);
                if (otherwise is not null && item is Undefined)
                {
                    item = otherwise;
                }
            }

            return ignoreCase ? IgnoreCase(item) : item;
        };
    }

    /// <summary>A getter of several attributes, separated by commas.</summary>
    public static Func<object?, object?> MultiGetter(CallContext context, object? attribute, bool ignoreCase)
    {
        var getters = attribute is string text
            ? text.Split(',').Select(a => Getter(context, a, ignoreCase)).ToArray()
            : [Getter(context, attribute, ignoreCase)];
        return item => new PyList(getters.Select(g => g(item)));
    }

    public static object? IgnoreCase(object? value) => value is string text ? UnicodeCase.Lower(text) : value;

    private static object?[] Parts(object? attribute) => attribute switch
    {
        null => [],
        string text => text.Split('.').Select(p => p.Length > 0 && p.All(char.IsDigit) ? (object?)long.Parse(p, CultureInfo.InvariantCulture) : p).ToArray(),
        _ => [attribute],
    };
}
