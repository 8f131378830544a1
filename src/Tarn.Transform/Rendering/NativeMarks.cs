using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>dbt's rule for values of YAML files: one value keeps its type, several are text, and text is read as a literal only where a filter asks for it.</summary>
internal static class NativeMarks
{
    public static object? Join(IReadOnlyList<object?> values)
    {
        if (values.Count == 0)
        {
            return string.Empty;
        }

        if (values.Count > 1)
        {
            return string.Concat(values.Select(PyText.Str));
        }

        if (values[0] is not NativeMark mark)
        {
            return values[0];
        }

        if (mark.Kind == NativeMarkKind.Text)
        {
            return mark.Text;
        }

        object? result = mark.Kind == NativeMarkKind.Native && mark.Value is not (string or Markup) ? mark.Value : mark.Text;
        result = result is string text && PyLiteral.TryParse(text, out var literal) ? literal : result;
        var wrong = mark.Kind switch
        {
            NativeMarkKind.Bool => result is not bool,
            NativeMarkKind.Number => result is bool || !PyNumber.IsNumber(result),
            _ => false,
        };
        return wrong
            ? throw new JinjaException("JinjaRenderingError", $"Could not convert value '{mark.Text}' into type '{(mark.Kind == NativeMarkKind.Bool ? "bool" : "number")}'")
            : result;
    }
}
