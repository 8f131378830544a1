using System.Globalization;
using System.Text.RegularExpressions;

namespace Tarn.Transform.Selectors;

/// <summary>One criterion of a selection: <c>2+tag:nightly+</c>, <c>@model</c>.</summary>
/// <param name="Method">Null where none is written: the value is an fqn, a path or a file then.</param>
/// <param name="MethodArgument">What follows the method after a dot: <c>config.materialized</c>.</param>
/// <param name="Value">After the colon.</param>
/// <param name="ParentDepth">0 without a plus in front, int.MaxValue for all.</param>
/// <param name="ChildDepth">0 without a plus behind, int.MaxValue for all.</param>
/// <param name="ChildrensParents">The @ operator.</param>
public sealed partial record SelectorSpec(string? Method, string? MethodArgument, string Value, int ParentDepth, int ChildDepth, bool ChildrensParents)
{
    public static SelectorSpec Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            throw new DbtException(DbtErrorKind.Usage, $"Invalid selector spec: {text}");
        }

        int Depth(string group) => !match.Groups[group].Success ? 0
            : match.Groups[group].Value.Trim('+') is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : int.MaxValue;
        var at = match.Groups["at"].Success;
        var parents = Depth("parents");
        if (at && match.Groups["children"].Success)
        {
            throw new DbtException(DbtErrorKind.Usage, $"Invalid node spec {text} - \"@\" prefix and \"+\" suffix are incompatible");
        }

        var method = match.Groups["method"].Success ? (string?[])match.Groups["method"].Value.Split('.', 2) : new string?[] { null };
        return new SelectorSpec(method[0], method.Length > 1 ? method[1] : null, match.Groups["value"].Value, parents, Depth("children"), at);
    }

    [GeneratedRegex(@"^(?<at>@)?(?<parents>[0-9]*\+)?(?:(?<method>[\w.]+):)?(?<value>.*?)(?<children>\+[0-9]*)?$")]
    private static partial Regex Pattern();
}
