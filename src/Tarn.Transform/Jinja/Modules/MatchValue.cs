using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>re.Match.</summary>
internal sealed class MatchValue(Match match) : PyObject
{
    public override string TypeName => "re.Match";

    public override bool IsTrue => true;

    public override string Repr() => $"<re.Match object; span=({match.Index}, {match.Index + match.Length}), match={PyText.Quote(match.Value)}>";

    public override object? GetItem(object? key) => Text(key);

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        var known = Find(key) is not null;
        value = known ? Text(key) : null;
        return known;
    }

    public override object? GetAttribute(string name) => name switch
    {
        "group" => new NativeFunction(name, a => a.Length switch { 0 => match.Value, 1 => Text(a[0]), _ => new PyTuple(a.Select(Text).ToArray()) }, 0, 99),
        "groups" => new NativeFunction(name, a => new PyTuple(Groups.Select(g => g.Success ? g.Value : a.Length > 0 ? a[0] : null).ToArray()), 0, 1),
        "groupdict" => new NativeFunction(name, a => Named(a.Length > 0 ? a[0] : null), 0, 1),
        "start" => new NativeFunction(name, a => Span(a).Start, 0, 1),
        "end" => new NativeFunction(name, a => Span(a).End, 0, 1),
        "span" => new NativeFunction(name, a => new PyTuple([Span(a).Start, Span(a).End]), 0, 1),
        "expand" => new NativeFunction(name, a => RegexModule.Expand(StringMethods.Text(a[0]))(match), 1),
        "lastindex" => Groups.LastOrDefault(g => g.Success) is { } last ? (long)(Groups.ToList().IndexOf(last) + 1) : null,
        _ => Missing.Value,
    };

    private IEnumerable<Group> Groups => match.Groups.Values.Skip(1);

    private (long Start, long End) Span(object?[] a)
    {
        var group = a.Length == 0 ? match : Find(a[0]) ?? throw NoGroup();
        return group.Success ? (group.Index, group.Index + group.Length) : (-1, -1);
    }

    private object? Text(object? key)
    {
        var group = Find(key) ?? throw NoGroup();
        return group.Success ? group.Value : null;
    }

    private Group? Find(object? key)
    {
        if (PyNumber.TryIndex(key, out var number))
        {
            return number >= 0 && number < match.Groups.Count ? match.Groups[(int)number] : null;
        }

        return key is string name && match.Groups.ContainsKey(name) ? match.Groups[name] : null;
    }

    private PyDict Named(object? otherwise) =>
        new(Groups.Where(g => !char.IsAsciiDigit(g.Name[0])).Select(g => KeyValuePair.Create(g.Name, g.Success ? g.Value : otherwise)));

    private static JinjaException NoGroup() => new("IndexError", "no such group");
}
