using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja;

/// <summary>Jinja's own rule for native templates: one value stays itself, text is read as a Python literal where it is one.</summary>
public static class NativeConcat
{
    public static object? Join(IReadOnlyList<object?> values)
    {
        switch (values.Count)
        {
            case 0:
                return null;
            case 1 when values[0] is not (string or Markup):
                return values[0];
            default:
                var text = string.Concat(values.Select(PyText.Str));
                return PyLiteral.TryParse(text, out var value) ? value : text;
        }
    }
}
