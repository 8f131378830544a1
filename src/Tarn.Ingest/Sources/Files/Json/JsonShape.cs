using System.Text;
using System.Text.Json;
using Tarn.Ingest.Typing;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>What the values at one place of many JSON records have been: scalars by kind, an object's fields, an array's elements.</summary>
sealed class JsonShape
{
    /// <summary>An object with more different fields than this is a map by another name; its column holds JSON text.</summary>
    const int MaxFields = 2000;

    readonly ColumnProfile scalars = new();
    readonly List<(string Name, JsonShape Shape)> order = [];
    readonly List<byte[]> names = [];
    readonly Dictionary<string, JsonShape> fields = new(StringComparer.Ordinal);
    bool hasScalar;
    bool hasObject;
    bool hasArray;
    JsonShape? element;

    public IReadOnlyList<(string Name, JsonShape Shape)> Fields => order;

    /// <summary>What arrays held; null where there was none.</summary>
    public JsonShape? Element => element;

    /// <summary>Adds the value on which the reader stands, and leaves the reader at its end.</summary>
    public void Add(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                hasObject = true;
                AddObject(ref reader);
                break;
            case JsonTokenType.StartArray:
                hasArray = true;
                element ??= new JsonShape();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) element.Add(ref reader);
                break;
            case JsonTokenType.Null: break;
            case JsonTokenType.True or JsonTokenType.False:
                hasScalar = true;
                scalars.Add(ValueKind.Boolean);
                break;
            case JsonTokenType.Number:
                hasScalar = true;
                scalars.Add(reader.ValueSpan);
                break;
            default:
                hasScalar = true;
                scalars.Add(KindOfString(reader));
                break;
        }
    }

    /// <summary>Adds what a later part of the records has been. Fields keep the order in which they came first.</summary>
    public void Add(JsonShape later)
    {
        scalars.Add(later.scalars);
        (hasScalar, hasObject, hasArray) = (hasScalar || later.hasScalar, hasObject || later.hasObject, hasArray || later.hasArray);
        if (later.element is { } found) (element ??= new JsonShape()).Add(found);
        foreach (var (name, shape) in later.order) Field(name).Add(shape);
    }

    /// <summary>The executor's type that reads all these values without loss; JSON text where they have no common one.</summary>
    public string SqlType() => (hasScalar, hasObject, hasArray) switch
    {
        (true, false, false) => scalars.Infer().SqlName,
        (false, true, false) when order.Count is > 0 and <= MaxFields => $"STRUCT({string.Join(", ", order.Select(f => $"{Quote(f.Name)} {f.Shape.SqlType()}"))})",
        (false, false, true) => element!.SqlType() + "[]",
        _ => "VARCHAR",
    };

    /// <summary>Records mostly have their fields in one order: the name that comes next is compared with the one that came next before.</summary>
    void AddObject(ref Utf8JsonReader reader)
    {
        for (var next = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; next++)
        {
            var shape = next < names.Count && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(names[next]) ? order[next].Shape : Field(reader.GetString()!);
            _ = reader.Read();
            shape.Add(ref reader);
        }
    }

    JsonShape Field(string name)
    {
        if (fields.TryGetValue(name, out var shape)) return shape;
        shape = new JsonShape();
        fields.Add(name, shape);
        order.Add((name, shape));
        names.Add(Encoding.UTF8.GetBytes(name));
        return shape;
    }

    /// <summary>Only text that reads as a date or instant is typed; digits in quotes were meant as text.</summary>
    static ValueKind KindOfString(in Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length is < 10 or > 40) return ValueKind.Text;
        var kind = StrictText.KindOf(reader.ValueSpan);
        return kind is ValueKind.Date or ValueKind.Timestamp or ValueKind.TimestampTz ? kind : ValueKind.Text;
    }

    static string Quote(string name) => new StringBuilder("\"").Append(name.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').ToString();
}
