using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Tarn.Ingest.Typing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>The type that a place of JSON records is read as, and whether a value fits it without loss.</summary>
abstract record JsonType
{
    /// <summary>Reads one value and says why it does not fit, or null. Leaves the reader at the value's end in either case.</summary>
    /// <returns>What follows the value's own place: <c>.a[2]: x is not a BIGINT without loss</c>. Places are put together only for faults, which few values have.</returns>
    public abstract string? Fault(ref Utf8JsonReader reader);

    /// <summary>Numbers, texts, booleans.</summary>
    public sealed record Scalar(ValueType Type) : JsonType
    {
        public override string? Fault(ref Utf8JsonReader reader)
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
                return $" is {found}, not a {Type.SqlName}";
            }

            return Takes(reader) ? null : $": {System.Text.Encoding.UTF8.GetString(reader.ValueSpan)} is not a {Type.SqlName} without loss";
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
        const int LongestNameOnStack = 128;

        readonly Dictionary<string, JsonType>.AlternateLookup<ReadOnlySpan<char>> byName = new Dictionary<string, JsonType>(Fields, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        public override string? Fault(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return " is not an object";
            }

            string? fault = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!Find(reader, out var name, out var type) || fault is not null)
                {
                    reader.Skip();
                    continue;
                }

                _ = reader.Read();
                if (type.Fault(ref reader) is { } found) fault = $".{name}{found}";
                reader.Skip();
            }

            return fault;
        }

        /// <summary>The field on whose name the reader stands.</summary>
        bool Find(in Utf8JsonReader reader, [MaybeNullWhen(false)] out string name, [MaybeNullWhen(false)] out JsonType type)
        {
            if (Fields.IsEmpty || reader.ValueSpan.Length > LongestNameOnStack)
            {
                name = Fields.IsEmpty ? null : reader.GetString()!;
                type = name is null ? null : Fields.GetValueOrDefault(name);
                return type is not null && name is not null;
            }

            Span<char> characters = stackalloc char[LongestNameOnStack];
            return byName.TryGetValue(characters[..reader.CopyString(characters)], out name, out type);
        }
    }

    /// <summary>An array.</summary>
    public sealed record List(JsonType Element) : JsonType
    {
        public override string? Fault(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                return " is not an array";
            }

            string? fault = null;
            for (var index = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (fault is null && Element.Fault(ref reader) is { } found) fault = $"[{index}]{found}";
                reader.Skip();
            }

            return fault;
        }
    }
}
