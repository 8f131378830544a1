using System.Globalization;

namespace Tarn.Transform.Jinja.Python;

/// <summary>
/// A Python function's parameters, written as Python writes them: <c>do_replace(s, old, new, count=None)</c>, <c>f(a, *args, **kwargs)</c>.
/// Binds arguments and raises Python's messages.
/// </summary>
public sealed class Signature
{
    private readonly List<(string Name, object? Default)> parameters = [];
    private readonly bool varArgs;
    private readonly bool keywords;

    public Signature(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        Name = text[..open];
        foreach (var part in text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("**", StringComparison.Ordinal))
            {
                keywords = true;
            }
            else if (part.StartsWith('*'))
            {
                varArgs = true;
            }
            else
            {
                var split = part.Split('=', 2);
                parameters.Add((split[0], split.Length == 2 ? Literal(split[1]) : Missing.Value));
            }
        }
    }

    public string Name { get; }

    /// <summary>One value a parameter, then a tuple of further arguments and a dict of further names if the signature has them.</summary>
    public object?[] Bind(Arguments arguments)
    {
        var size = parameters.Count + (varArgs ? 1 : 0) + (keywords ? 1 : 0);
        var bound = new object?[size];
        Array.Fill(bound, Missing.Value);
        var positional = arguments.Positional;
        for (var i = 0; i < Math.Min(positional.Length, parameters.Count); i++)
        {
            bound[i] = positional[i];
        }

        if (positional.Length > parameters.Count && !varArgs)
        {
            throw TooMany(positional.Length);
        }

        var rest = BindNamed(arguments, bound);
        FillDefaults(bound);
        if (varArgs)
        {
            bound[parameters.Count] = new PyTuple(positional.Skip(parameters.Count).ToArray());
        }

        if (keywords)
        {
            bound[size - 1] = rest;
        }

        return bound;
    }

    private PyDict BindNamed(Arguments arguments, object?[] bound)
    {
        var rest = new PyDict();
        foreach (var (name, value) in arguments.Named)
        {
            var index = parameters.FindIndex(p => p.Name == name);
            if (index < 0 && keywords)
            {
                rest[name] = value;
            }
            else if (index < 0)
            {
                throw JinjaException.Type($"{Name}() got an unexpected keyword argument '{name}'");
            }
            else if (bound[index] is not Missing)
            {
                throw JinjaException.Type($"{Name}() got multiple values for argument '{name}'");
            }
            else
            {
                bound[index] = value;
            }
        }

        return rest;
    }

    private void FillDefaults(object?[] bound)
    {
        var missing = new List<string>();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (bound[i] is not Missing)
            {
                continue;
            }

            bound[i] = parameters[i].Default;
            if (bound[i] is Missing)
            {
                missing.Add($"'{parameters[i].Name}'");
            }
        }

        if (missing.Count > 0)
        {
            var names = missing.Count == 1 ? missing[0]
                : missing.Count == 2 ? $"{missing[0]} and {missing[1]}"
                : string.Join(", ", missing.Take(missing.Count - 1)) + ", and " + missing[^1];
            throw JinjaException.Type($"{Name}() missing {missing.Count} required positional argument{(missing.Count == 1 ? string.Empty : "s")}: {names}");
        }
    }

    private JinjaException TooMany(int given)
    {
        var required = parameters.Count(p => p.Default is Missing);
        var takes = required == parameters.Count ? $"{required}" : $"from {required} to {parameters.Count}";
        return JinjaException.Type(
            $"{Name}() takes {takes} positional argument{(parameters.Count == 1 ? string.Empty : "s")} but {given} {(given == 1 ? "was" : "were")} given");
    }

    private static object? Literal(string text) => text switch
    {
        "None" => null,
        "True" => true,
        "False" => false,
        "Missing" => Optional,
        _ when text.StartsWith('\'') => text[1..^1],
        _ when text.Contains('.', StringComparison.Ordinal) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => long.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>Default of a parameter that may be left out without a value of its own (written <c>=Missing</c>).</summary>
    public static readonly object Optional = new();
}
