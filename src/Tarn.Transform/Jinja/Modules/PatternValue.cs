using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>re.Pattern.</summary>
internal sealed class PatternValue(Regex regex, string source) : PyObject
{
    public Regex Regex => regex;

    public override string TypeName => "re.Pattern";

    public override string Repr() => $"re.compile({PyText.Quote(source)})";

    public override object? GetAttribute(string name) => name switch
    {
        "pattern" => source,
        "match" or "search" or "fullmatch" => new NativeFunction(name, a => RegexModule.Match(this, a[0], 0L, name), 1),
        "sub" => new NativeFunction(new Signature("sub(repl, string, count=0)"), (_, a) => RegexModule.Sub(regex, a[0], a[1], a[2])),
        "split" => new NativeFunction(new Signature("split(string, maxsplit=0)"), (_, a) => RegexModule.Split(regex, a[0], a[1])),
        "findall" => new NativeFunction(name, a => RegexModule.FindAll(regex, a[0]), 1),
        _ => Missing.Value,
    };
}
