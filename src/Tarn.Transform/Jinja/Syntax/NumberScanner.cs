using System.Globalization;
using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Numbers as Jinja's lexer reads them.</summary>
internal static partial class NumberScanner
{
    public static (int Length, object Value, bool IsFloat)? Scan(string source, int position)
    {
        var match = position > 0 && source[position - 1] == '.' ? Match.Empty : Float().Match(source, position);
        if (match.Success)
        {
            var text = match.Value.Replace("_", string.Empty, StringComparison.Ordinal);
            return (match.Length, double.Parse(text, CultureInfo.InvariantCulture), true);
        }

        match = Integer().Match(source, position);
        return match.Success ? (match.Length, PyNumber.ParseInt(match.Value, 0)!, false) : null;
    }

    [GeneratedRegex(@"\G(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?e[+\-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Float();

    [GeneratedRegex(@"\G(?:0b(?:_?[0-1])+|0o(?:_?[0-7])+|0x(?:_?[0-9a-f])+|[1-9](?:_?[0-9])*|0(?:_?0)*)", RegexOptions.IgnoreCase)]
    private static partial Regex Integer();
}
