using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Jinja's <c>a.b</c> and <c>a[b]</c>: attribute and item stand in for each other, and the sandbox hides what begins with an underscore.</summary>
internal static class AttributeAccess
{
    private static readonly HashSet<string> DunderNames = new(StringComparer.Ordinal)
    {
        "__class__", "__doc__", "__init__", "__dict__", "__module__", "__len__", "__iter__", "__str__", "__repr__", "__eq__", "__hash__", "__new__",
        "__getattribute__", "__setattr__", "__reduce__", "__subclasshook__", "__sizeof__", "__dir__", "__format__", "__add__", "__contains__",
    };

    public static object? GetAttribute(JinjaEnvironment environment, object? target, string name)
    {
        if (target is Undefined && !DunderNames.Contains(name))
        {
            return PyAttributes.Get(target, name);
        }

        if (IsHidden(environment, name))
        {
            return Unsafe(environment, target, name);
        }

        var value = PyAttributes.Get(target, name);
        if (value is not Missing)
        {
            return value;
        }

        return TryItem(target, name, out value) ? value : new Undefined(environment.UndefinedKind, null, target, name, ownerGiven: true);
    }

    public static object? GetItem(JinjaEnvironment environment, object? target, object? key)
    {
        if (TryItem(target, key, out var value))
        {
            return value;
        }

        if (!PyText.IsText(key, out var name))
        {
            return new Undefined(environment.UndefinedKind, null, target, key, ownerGiven: true);
        }

        if (IsHidden(environment, name))
        {
            return Unsafe(environment, target, name);
        }

        value = PyAttributes.Get(target, name);
        return value is Missing ? new Undefined(environment.UndefinedKind, null, target, key, ownerGiven: true) : value;
    }

    /// <summary>A slice has no stand-in: it raises.</summary>
    public static object? Subscript(object? target, object? key) => target switch
    {
        string text => PyText.Item(text, key),
        PyObject pyObject => pyObject.GetItem(key),
        _ => throw JinjaException.Type($"'{PyText.TypeName(target)}' object is not subscriptable"),
    };

    private static bool TryItem(object? target, object? key, out object? value)
    {
        value = null;
        return target switch
        {
            string text => PyText.TryItem(text, key, out value),
            PyObject pyObject => pyObject.TryGetItem(key, out value),
            _ => false,
        };
    }

    private static bool IsHidden(JinjaEnvironment environment, string name) => DunderNames.Contains(name) && environment.IsSandboxed;

    private static Undefined Unsafe(JinjaEnvironment environment, object? target, string name) =>
        new(environment.UndefinedKind, $"access to attribute {PyText.Quote(name)} of {PyText.Quote(PyText.TypeName(target))} object is unsafe.", target, name, true)
        {
            ErrorType = "SecurityError",
        };
}
