using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Tarn.Project;
using Tarn.Project.Yaml;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Modules;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>YAML as dbt reads it: YAML 1.1's types, so that <c>yes</c> is true and <c>12:30:45</c> a number of seconds.</summary>
public static partial class YamlValues
{
    public static object? Parse(string file, string text)
    {
        try
        {
            var root = YamlDocument.Parse(file, text).Root;
            return IsEmpty(text) ? null : Convert(root);
        }
        catch (ProjectException error)
        {
            throw new JinjaException("YAMLError", error.Message);
        }
    }

    public static object? Convert(YamlNode node) => node switch
    {
        YamlNode.List list => new PyList(list.Items.Select(Convert)),
        YamlNode.Map map => Map(map),
        YamlNode.Scalar scalar => Scalar(scalar),
        _ => null,
    };

    /// <summary>A plain scalar's value by YAML 1.1's rules.</summary>
    public static object? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return true;
            case "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return false;
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
        {
            return text;
        }

        if (Integer().IsMatch(text))
        {
            return ParseInteger(text);
        }

        if (Float().IsMatch(text))
        {
            return ParseFloat(text);
        }

        return Timestamp().Match(text) is { Success: true } match ? (object?)Date(text, match) ?? text : text;
    }

    private static bool IsEmpty(string text) => text.Split('\n').All(l => l.TrimStart().Length == 0 || l.TrimStart().StartsWith('#') || l.Trim() == "---");

    private static PyDict Map(YamlNode.Map map)
    {
        var result = new PyDict();
        foreach (var entry in map.Entries)
        {
            result[Scalar(entry.Key)] = Convert(entry.Value);
        }

        return result;
    }

    private static object? Scalar(YamlNode.Scalar scalar)
    {
        if (scalar.Tag is "!!str" or "tag:yaml.org,2002:str" || (!scalar.IsPlain && scalar.Tag is null))
        {
            return scalar.Text;
        }

        return scalar.Text.Length == 0 && scalar.Tag is not null ? string.Empty : Resolve(scalar.Text);
    }

    private static object ParseInteger(string text)
    {
        var body = text.Replace("_", string.Empty, StringComparison.Ordinal);
        var negative = body[0] == '-';
        body = body.TrimStart('+', '-');
        BigInteger value;
        if (body.Contains(':', StringComparison.Ordinal))
        {
            value = body.Split(':').Aggregate(BigInteger.Zero, (sum, part) => (sum * 60) + BigInteger.Parse(part, CultureInfo.InvariantCulture));
        }
        else
        {
            var octal = body.Length > 1 && body[0] == '0' && char.IsAsciiDigit(body[1]);
            value = PyNumber.ToBig(PyNumber.ParseInt(octal ? "0o" + body[1..] : body, 0)!);
        }

        return PyNumber.Normalize(negative ? -value : value);
    }

    private static object ParseFloat(string text)
    {
        var body = text.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        var sign = body[0] == '-' ? -1.0 : 1.0;
        body = body.TrimStart('+', '-');
        if (body is ".inf" or ".nan")
        {
            return body == ".nan" ? double.NaN : sign * double.PositiveInfinity;
        }

        return sign * (body.Contains(':', StringComparison.Ordinal)
            ? body.Split(':').Aggregate(0.0, (sum, part) => (sum * 60) + double.Parse(part, CultureInfo.InvariantCulture))
            : double.Parse(body, CultureInfo.InvariantCulture));
    }

    private static DateValue? Date(string text, Match match)
    {
        if (!DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return match.Groups["hour"].Success && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var wall)
                ? DateValue.DateTime(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified))
                : null;
        }

        return DateValue.Date(day);
    }

    [GeneratedRegex(@"^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$")]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)(?<hour>[0-9]{1,2}):[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)?$")]
    private static partial Regex Timestamp();
}
