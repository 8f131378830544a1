using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Attribute and item access with the sandbox's rules.</summary>
public static class PyAttributes
{
    /// <summary>Python's getattr: the attribute, or <see cref="Missing.Value"/>.</summary>
    public static object? Get(object? value, string name) => value switch
    {
        string => StringMethods.Table.Bind(value, name),
        PyObject pyObject => pyObject.GetAttribute(name),
        long or BigInteger or bool => IntMethods.Table.Bind(value, name),
        double => FloatMethods.Table.Bind(value, name),
        _ => Missing.Value,
    };

    /// <summary>Whether the sandbox hides the attribute.</summary>
    public static bool IsUnsafe(object? value, string name) =>
        name.StartsWith('_') && (name.StartsWith("__", StringComparison.Ordinal) || value is not (PyDict or PyObject));

    public static JinjaException NoAttribute(object? value, string name) =>
        new("AttributeError", $"'{PyText.TypeName(value)}' object has no attribute '{name}'");
}
