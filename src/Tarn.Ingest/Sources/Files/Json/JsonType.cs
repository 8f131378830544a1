using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Ingest.Typing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>The type that a place of JSON records is read as, and whether a value fits it without loss.</summary>
abstract record JsonType
{
    /// <summary>Reads one value and says why it does not fit, or null. Leaves the reader at the value's end in either case.</summary>
    /// <param name="path">The value's place, for the reason.</param>
    public abstract string? Fault(ref Utf8JsonReader reader, string path);

    /// <summary>Numbers, texts, booleans.</summary>
    public sealed record Scalar(ValueType Type) : JsonType
    {
        public override string? Fault(ref Utf8JsonReader reader, string path)
        {
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (Type.Kind == ValueKind.Text)
            {
                reader.Skip();
                return null;
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                var found = reader.TokenType == JsonTokenType.StartObject ? "an object" : "an array";
                reader.Skip();
                return $"{path} is {found}, not a {Type.SqlName}";
            }

            return Takes(reader) ? null : $"{path}: {System.Text.Encoding.UTF8.GetString(reader.ValueSpan)} is not a {Type.SqlName} without loss";
        }

        bool Takes(in Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.True or JsonTokenType.False => Type.Kind == ValueKind.Boolean,
            JsonTokenType.Number => Type.Kind is ValueKind.Long or ValueKind.Double or ValueKind.Decimal && StrictText.Fits(reader.ValueSpan, Type),
            _ => !reader.ValueIsEscaped && StrictText.Fits(reader.ValueSpan, Type),
        };
    }

    /// <summary>An object; fields that the type does not know are passed over by the check (they become columns or are dropped by policy).</summary>
    public sealed record Struct(ImmutableDictionary<string, JsonType> Fields) : JsonType
    {
        public override string? Fault(ref Utf8JsonReader reader, string path)
        {
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return $"{path} is not an object";
            }

            string? fault = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                _ = reader.Read();
                if (Fields.TryGetValue(name, out var type)) fault ??= type.Fault(ref reader, path.Length == 0 ? name : $"{path}.{name}");
                reader.Skip();
            }

            return fault;
        }
    }

    /// <summary>An array.</summary>
    public sealed record List(JsonType Element) : JsonType
    {
        public override string? Fault(ref Utf8JsonReader reader, string path)
        {
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                return $"{path} is not an array";
            }

            string? fault = null;
            for (var index = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (fault is null) fault = Element.Fault(ref reader, $"{path}[{index}]");
                reader.Skip();
            }

            return fault;
        }
    }
}
