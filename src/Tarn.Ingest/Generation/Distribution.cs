using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Ingest.Generation;

/// <summary>How the values of a made-up column are spread.</summary>
public abstract record Distribution
{
    private Distribution()
    {
    }

    /// <summary>1, 2, 3 …; for times, evenly over the days.</summary>
    public sealed record Sequence : Distribution;

    /// <summary>Every value between two bounds, both included, is as likely.</summary>
    public sealed record Uniform(decimal Least, decimal Greatest) : Distribution;

    /// <summary>Ranks from 1: rank k is k^-exponent as likely as rank 1.</summary>
    public sealed record Zipf(long Ranks, double Exponent) : Distribution;

    /// <summary>One of some texts, cast to the column's type; the first are the more likely ones where the data is skewed.</summary>
    public sealed record Choice(ImmutableArray<string> Values) : Distribution;

    /// <summary>So many words of a short list.</summary>
    public sealed record Words(int Count) : Distribution;

    /// <summary>Times that grow with the rows' numbers, day by day, at any moment within the day.</summary>
    public sealed record Days : Distribution;

    /// <summary>Any value: both booleans, any UUID.</summary>
    public sealed record Any : Distribution;

    /// <summary>Reads <c>sequence</c>, <c>uniform(1,100)</c>, <c>zipf(1000,1.2)</c>, <c>choice(a,b)</c>, <c>words(3)</c>, <c>days</c>.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static Distribution Parse(string text)
    {
        var open = text.IndexOf('(');
        var name = (open < 0 ? text : text[..open]).Trim();
        if (open >= 0 && !text.TrimEnd().EndsWith(')')) throw Unknown(text);
        ImmutableArray<string> arguments = open < 0 ? [] : [.. text.TrimEnd()[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries)];
        return (name, arguments.Length) switch
        {
            ("sequence", 0) => new Sequence(),
            ("days", 0) => new Days(),
            ("uniform", 2) => UniformOf(Decimal(arguments[0], text), Decimal(arguments[1], text), text),
            ("zipf", 1) => ZipfOf(Integer(arguments[0], text), 1, text),
            ("zipf", 2) => ZipfOf(Integer(arguments[0], text), (double)Decimal(arguments[1], text), text),
            ("words", 1) when Integer(arguments[0], text) is >= 1 and <= 1000 and var count => new Words((int)count),
            ("choice", > 0) => new Choice(arguments),
            _ => throw Unknown(text),
        };
    }

    static Uniform UniformOf(decimal least, decimal greatest, string text) =>
        least <= greatest ? new Uniform(least, greatest) : throw new FormatException($"\"{text}\" has its bounds the wrong way round");

    static Zipf ZipfOf(long ranks, double exponent, string text) =>
        ranks >= 1 && exponent is > 0 and <= 20 ? new Zipf(ranks, exponent) : throw new FormatException($"\"{text}\" needs at least one rank and an exponent above 0, at most 20");

    static decimal Decimal(string argument, string text) =>
        decimal.TryParse(argument, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number : throw new FormatException($"\"{argument}\" in \"{text}\" is not a number");

    static long Integer(string argument, string text) =>
        long.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw new FormatException($"\"{argument}\" in \"{text}\" is not a whole number");

    static FormatException Unknown(string text) =>
        new($"\"{text}\" is no distribution; there are sequence, uniform(least,greatest), zipf(ranks[,exponent]), choice(a,b,…), words(count) and days");
}
