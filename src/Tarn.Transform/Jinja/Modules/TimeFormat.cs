using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>strftime and strptime.</summary>
internal static class TimeFormat
{
    private static readonly DateTimeFormatInfo Names = CultureInfo.InvariantCulture.DateTimeFormat;

    public static string Format(DateValue value, string format)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                result.Append(format[i]);
                continue;
            }

            var code = format[++i];
            var unpadded = code == '-' && i + 1 < format.Length;
            code = unpadded ? format[++i] : code;
            var text = Part(value, code);
            result.Append(unpadded && text.Length > 1 ? text.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0" : text);
        }

        return result.ToString();
    }

    public static DateValue Parse(string text, string format)
    {
        var pattern = new StringBuilder("^");
        for (var i = 0; i < format.Length; i++)
        {
            pattern.Append(format[i] == '%' && i + 1 < format.Length ? Pattern(format[++i], format) : Literal(format[i]));
        }

        var match = Regex.Match(text, pattern.ToString(), RegexOptions.IgnoreCase);
        if (!match.Success)
        {
            throw JinjaException.Value($"time data {Python.PyText.Quote(text)} does not match format {Python.PyText.Quote(format)}");
        }

        return match.Length == text.Length ? Build(match) : throw JinjaException.Value($"unconverted data remains: {text[match.Length..]}");
    }

    private static string Part(DateValue value, char code)
    {
        var t = value.Wall;
        return code switch
        {
            'Y' => t.Year.ToString("0000", CultureInfo.InvariantCulture),
            'y' => (t.Year % 100).ToString("00", CultureInfo.InvariantCulture),
            'C' => (t.Year / 100).ToString("00", CultureInfo.InvariantCulture),
            'm' => t.Month.ToString("00", CultureInfo.InvariantCulture),
            'd' => t.Day.ToString("00", CultureInfo.InvariantCulture),
            'e' => t.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'H' => t.Hour.ToString("00", CultureInfo.InvariantCulture),
            'I' => (((t.Hour + 11) % 12) + 1).ToString("00", CultureInfo.InvariantCulture),
            'M' => t.Minute.ToString("00", CultureInfo.InvariantCulture),
            'S' => t.Second.ToString("00", CultureInfo.InvariantCulture),
            'f' => DateValue.Micros(t).ToString("000000", CultureInfo.InvariantCulture),
            'p' => t.Hour < 12 ? "AM" : "PM",
            'j' => t.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'a' => Names.AbbreviatedDayNames[(int)t.DayOfWeek],
            'A' => Names.DayNames[(int)t.DayOfWeek],
            'b' or 'h' => Names.AbbreviatedMonthNames[t.Month - 1],
            'B' => Names.MonthNames[t.Month - 1],
            'w' => ((int)t.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'u' => ((((int)t.DayOfWeek + 6) % 7) + 1).ToString(CultureInfo.InvariantCulture),
            'U' => ((t.DayOfYear + 6 - (int)t.DayOfWeek) / 7).ToString("00", CultureInfo.InvariantCulture),
            'W' => ((t.DayOfYear + 6 - (((int)t.DayOfWeek + 6) % 7)) / 7).ToString("00", CultureInfo.InvariantCulture),
            'V' => ISOWeek.GetWeekOfYear(t).ToString("00", CultureInfo.InvariantCulture),
            'G' => ISOWeek.GetYear(t).ToString("0000", CultureInfo.InvariantCulture),
            'z' => value.Zone is null ? string.Empty : DateValue.OffsetText(value.Zone.OffsetAt(t), string.Empty),
            'Z' => value.Zone?.NameAt(t) ?? string.Empty,
            's' => ((long)(value.Utc - DateTime.UnixEpoch).TotalSeconds).ToString(CultureInfo.InvariantCulture),
            'F' => Format(value, "%Y-%m-%d"),
            'T' or 'X' => Format(value, "%H:%M:%S"),
            'R' => Format(value, "%H:%M"),
            'D' or 'x' => Format(value, "%m/%d/%y"),
            'c' => Format(value, "%a %b %e %H:%M:%S %Y"),
            'r' => Format(value, "%I:%M:%S %p"),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => "%" + code,
        };
    }

    private static string Literal(char c) => char.IsWhiteSpace(c) ? @"\s+" : Regex.Escape(c.ToString());

    private static string Pattern(char code, string format) => code switch
    {
        'Y' => "(?<Y>[0-9]{4})",
        'y' => "(?<y>[0-9]{2})",
        'm' => "(?<m>1[0-2]|0[1-9]|[1-9])",
        'd' => "(?<d>3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9])",
        'H' => "(?<H>2[0-3]|[01][0-9]|[0-9])",
        'I' => "(?<I>1[0-2]|0[1-9]|[1-9])",
        'M' => "(?<M>[0-5][0-9]|[0-9])",
        'S' => "(?<S>6[01]|[0-5][0-9]|[0-9])",
        'f' => "(?<f>[0-9]{1,6})",
        'j' => "(?<j>36[0-6]|3[0-5][0-9]|[12][0-9][0-9]|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9])",
        'p' => "(?<p>am|pm)",
        'b' => $"(?<b>{string.Join('|', Names.AbbreviatedMonthNames.Where(n => n.Length > 0))})",
        'B' => $"(?<B>{string.Join('|', Names.MonthNames.Where(n => n.Length > 0))})",
        'a' => $"(?<a>{string.Join('|', Names.AbbreviatedDayNames)})",
        'A' => $"(?<A>{string.Join('|', Names.DayNames)})",
        'z' => @"(?<z>[+-][0-9]{2}:?[0-5][0-9]|Z)",
        '%' => "%",
        _ => throw JinjaException.Value($"'{code}' is a bad directive in format {Python.PyText.Quote(format)}"),
    };

    private static DateValue Build(Match match)
    {
        int Number(string name, int otherwise) =>
            match.Groups[name].Success ? int.Parse(match.Groups[name].Value.Trim(), CultureInfo.InvariantCulture) : otherwise;
        int Index(string name, string[] names) => Array.FindIndex(names, n => n.Equals(match.Groups[name].Value, StringComparison.OrdinalIgnoreCase)) + 1;
        var year = match.Groups["y"].Success ? Number("y", 0) is var y && y >= 69 ? 1900 + y : 2000 + Number("y", 0) : Number("Y", 1900);
        var month = match.Groups["b"].Success ? Index("b", Names.AbbreviatedMonthNames) : match.Groups["B"].Success ? Index("B", Names.MonthNames) : Number("m", 1);
        var hour = Number("H", 0);
        if (match.Groups["I"].Success)
        {
            hour = (Number("I", 0) % 12) + (match.Groups["p"].Value.Equals("pm", StringComparison.OrdinalIgnoreCase) ? 12 : 0);
        }

        var micros = match.Groups["f"].Success ? int.Parse(match.Groups["f"].Value.PadRight(6, '0'), CultureInfo.InvariantCulture) : 0;
        var day = match.Groups["j"].Success
            ? new DateTime(year, 1, 1).AddDays(Number("j", 1) - 1)
            : DateConstruction.Day(year, month, Number("d", 1));
        var zone = match.Groups["z"].Success && match.Groups["z"].Value is "Z" or "+0000" or "+00:00" ? ZoneValue.Utc : null;
        return DateValue.DateTime(day + DateConstruction.Time(hour, Number("M", 0), Number("S", 0), micros), zone);
    }
}
