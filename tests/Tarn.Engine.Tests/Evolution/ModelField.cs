using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>A column or nested field of the model. What it is never changes but by a new value with the same key: the key is its identity, as a field id is a table's.</summary>
/// <param name="Key">Who it is.</param>
/// <param name="Name">Its name; of a list's element and a map's value it says so.</param>
/// <param name="Type">A primitive type's SQL, or struct, list or map.</param>
/// <param name="Children">Fields of a struct, the element of a list, the value of a map (whose keys are texts).</param>
/// <param name="Default">The value of rows from before it.</param>
internal sealed record ModelField(int Key, string Name, string Type, ImmutableList<ModelField> Children, object? Default = null)
{
    public string Sql => Type switch
    {
        "struct" => $"STRUCT({string.Join(", ", Children.Select(c => $"\"{c.Name}\" {c.Sql}"))})",
        "list" => $"{Children[0].Sql}[]",
        "map" => $"MAP(VARCHAR, {Children[0].Sql})",
        _ => Type,
    };

    public bool IsPrimitive => Type is not ("struct" or "list" or "map");

    /// <summary>A value as SQL, without its type.</summary>
    public string Literal(object? value) => (Type, value) switch
    {
        (_, null) => "NULL",
        ("struct", Dictionary<int, object?> fields) => $"{{{string.Join(", ", Children.Select(c => $"'{c.Name}': CAST({c.Literal(fields.GetValueOrDefault(c.Key))} AS {c.Sql})"))}}}",
        ("list", List<object?> items) => $"[{string.Join(", ", items.Select(Children[0].Literal))}]",
        ("map", SortedDictionary<string, object?> pairs) => $"MAP {{{string.Join(", ", pairs.Select(p => $"'{p.Key}': CAST({Children[0].Literal(p.Value)} AS {Children[0].Sql})"))}}}",
        ("date", int days) => $"date '1970-01-01' + {days}",
        ("timestamp", int days) => $"timestamp '1970-01-01' + interval ({days}) days",
        ("varchar", string text) => $"'{text}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The value of this field in a row or struct, in the form of <see cref="ReadText"/>.</summary>
    public string TextIn(Dictionary<int, object?> holder) => Text(holder.TryGetValue(Key, out var value) ? value : Default);

    string Text(object? value) => (Type, value) switch
    {
        (_, null) => "null",
        ("struct", Dictionary<int, object?> fields) => $"({string.Join(",", Children.Select(c => $"{c.Name}={c.TextIn(fields)}"))})",
        ("list", List<object?> items) => $"[{string.Join(",", items.Select(Children[0].Text))}]",
        ("map", SortedDictionary<string, object?> pairs) => $"{{{string.Join(",", pairs.Select(p => $"{p.Key}:{Children[0].Text(p.Value)}"))}}}",
        ("date", int days) => $"d{days}",
        ("timestamp", int days) => $"t{days * 86_400_000_000L}",
        (_, decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
