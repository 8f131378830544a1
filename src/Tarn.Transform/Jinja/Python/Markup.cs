using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Text that is already escaped for HTML.</summary>
public sealed class Markup(string text) : PyObject
{
    public string Text { get; } = text;

    public override string TypeName => "Markup";

    public override int? Length => PyText.Length(Text);

    public override string Repr() => $"Markup({PyText.Repr(Text)})";

    public override string Str() => Text;

    public override object? GetItem(object? key) => new Markup((string)PyText.Item(Text, key)!);

    public override bool TryGetItem(object? key, out object? value)
    {
        var found = PyText.TryItem(Text, key, out value);
        value = found ? new Markup((string)value!) : null;
        return found;
    }

    public override object? GetAttribute(string name) => name switch
    {
        "unescape" => new NativeFunction("unescape", _ => HtmlText.Unescape(Text), 0),
        "striptags" => new NativeFunction("striptags", _ => HtmlText.StripTags(Text), 0),
        "__html__" => Missing.Value,
        _ => StringMethods.Table.Bind(Text, name) is { } method and not Missing ? new MarkupMethod((PyObject)method) : Missing.Value,
    };

    public override IEnumerable<object?> Iterate() => PyText.Characters(Text);

    public override bool EqualTo(object? other) => PyText.IsText(other, out var right) && right == Text;

    public override int PythonHash() => Text.GetHashCode(StringComparison.Ordinal);

    public override int? CompareTo(object? other) => PyText.IsText(other, out var right) ? PyText.Compare(Text, right) : null;

    public override bool? Contains(object? item) => PyText.IsText(item, out var part) ? Text.Contains(part, StringComparison.Ordinal) : null;

    public override object? Operate(string op, object? right) => op switch
    {
        "+" when PyText.IsText(right, out _) => new Markup(Text + Escape(right)),
        "*" when PyNumber.TryIndex(right, out var count) => new Markup(PyText.Repeat(Text, count)),
        "*" when right is not Undefined => throw JinjaException.Type($"'{PyText.TypeName(right)}' object cannot be interpreted as an integer"),
        "%" => new Markup(PercentFormat.Format(Text, right, Escape)),
        _ => Missing.Value,
    };

    public override object? OperateReflected(string op, object? left) => op switch
    {
        "+" when PyText.IsText(left, out _) => new Markup(Escape(left) + Text),
        "*" when PyNumber.TryIndex(left, out var count) => new Markup(PyText.Repeat(Text, count)),
        _ => Missing.Value,
    };

    /// <summary>The value's text, escaped unless it is markup already.</summary>
    public static string Escape(object? value)
    {
        if (value is Markup markup)
        {
            return markup.Text;
        }

        var text = PyText.Str(value);
        return text.AsSpan().IndexOfAny("&<>'\"") < 0
            ? text
            : new StringBuilder(text).Replace("&", "&amp;").Replace(">", "&gt;").Replace("<", "&lt;").Replace("'", "&#39;").Replace("\"", "&#34;").ToString();
    }

    /// <summary>String methods of markup give markup again; text arguments are escaped first.</summary>
    private sealed class MarkupMethod(PyObject method) : PyObject
    {
        public override string TypeName => "method";

        public override bool IsCallable => true;

        public override object? Call(CallContext context, Arguments arguments)
        {
            var escaped = arguments.Positional.Select(a => a is string s ? Escape(s) : a is Markup m ? m.Text : a).ToArray();
            return Wrap(method.Call(context, new Arguments(escaped, arguments.Named)));
        }

        private static object? Wrap(object? value) => value switch
        {
            string text => new Markup(text),
            PyList list => new PyList(list.Items.Select(Wrap)),
            PyTuple tuple => new PyTuple(tuple.Items.Select(Wrap).ToArray()),
            _ => value,
        };
    }
}
