using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>Expressions as JSON, as REST catalogs' scan planning and metrics reports use it. Both forms are read, the one with terms is written: every client knows it.</summary>
internal static class ExpressionJson
{
    public static Expression Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.True) return Expression.True;
        if (json.ValueKind == JsonValueKind.False) return Expression.False;
        if (json.ValueKind != JsonValueKind.Object) throw JsonRead.Wrong("expression", "an object or boolean", json);
        var word = json.Text("type", "expression");
        switch (word.ToLowerInvariant())
        {
            case "true": return Expression.True;
            case "false": return Expression.False;
            case "and": return Expression.And(Read(json.Required("left", "and")), Read(json.Required("right", "and")));
            case "or": return Expression.Or(Read(json.Required("left", "or")), Read(json.Required("right", "or")));
            case "not": return ValuePredicateJson.ReadNot(json.Required("child", "not"));
            case "literal" when json.Required("value", "literal").ValueKind == JsonValueKind.True: return Expression.True;
            case "literal" when json.Required("value", "literal").ValueKind == JsonValueKind.False: return Expression.False;
        }
        var op = PredicateOperators.OfWord(word) ?? throw IcebergException.Corrupt($"Cannot parse expression: '{word}' is no operation");
        if (json.Optional("term") is not { } tested) return ValuePredicateJson.Read(json, op, word);
        var term = ReadTerm(tested);
        if (op.IsUnary())
            return json.Optional("value") is null ? new Predicate(op, term, []) : throw IcebergException.Corrupt($"Cannot parse {word} predicate: has invalid value field");
        if (op.IsSet()) return new Predicate(op, term, json.List("values", word, ReadLiteral));
        return new Predicate(op, term, [ReadLiteral(json.Required("value", word))]);
    }

    public static void Write(Utf8JsonWriter writer, Expression expression)
    {
        switch (expression)
        {
            case TrueExpression: writer.WriteBooleanValue(true); break;
            case FalseExpression: writer.WriteBooleanValue(false); break;
            case AndExpression both: WritePair(writer, "and", both.Left, both.Right); break;
            case OrExpression either: WritePair(writer, "or", either.Left, either.Right); break;
            case NotExpression inner:
                writer.WriteStartObject();
                writer.WriteString("type", "not");
                writer.WritePropertyName("child");
                Write(writer, inner.Child);
                writer.WriteEndObject();
                break;
            case Predicate predicate:
                WritePredicate(writer, predicate.Operator, predicate.Term, predicate.Literals, type: null);
                break;
            case BoundPredicate predicate:
                var reference = new Reference(predicate.Term.Name);
                Term term = predicate.Term.IsReference ? reference : new TransformTerm(predicate.Term.Transform, reference);
                WritePredicate(writer, predicate.Operator, term, predicate.Literals, predicate.Term.Type);
                break;
        }
    }

    static void WritePair(Utf8JsonWriter writer, string word, Expression left, Expression right)
    {
        writer.WriteStartObject();
        writer.WriteString("type", word);
        writer.WritePropertyName("left");
        Write(writer, left);
        writer.WritePropertyName("right");
        Write(writer, right);
        writer.WriteEndObject();
    }

    static void WritePredicate(Utf8JsonWriter writer, PredicateOperator op, Term term, ImmutableArray<object> literals, IcebergType? type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", op.Word());
        writer.WritePropertyName("term");
        WriteTerm(writer, term);
        if (op.IsSet())
        {
            writer.WriteStartArray("values");
            foreach (var literal in literals) WriteLiteral(writer, literal, type);
            writer.WriteEndArray();
        }
        else if (!op.IsUnary())
        {
            writer.WritePropertyName("value");
            WriteLiteral(writer, literals[0], type);
        }
        writer.WriteEndObject();
    }

    static Term ReadTerm(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return new Reference(json.GetString()!);
        return json.Text("type", "term") switch
        {
            "reference" => new Reference(json.Text("term", "reference")),
            "transform" when ReadTerm(json.Required("term", "transform")) is Reference reference =>
                new TransformTerm(Transform.Parse(json.Text("transform", "transform")), reference),
            var other => throw IcebergException.Corrupt($"Cannot parse term: '{other}' is neither a reference nor a transform of one"),
        };
    }

    static void WriteTerm(Utf8JsonWriter writer, Term term)
    {
        if (term is Reference reference)
        {
            writer.WriteStringValue(reference.Name);
            return;
        }
        var of = (TransformTerm)term;
        writer.WriteStartObject();
        writer.WriteString("type", "transform");
        writer.WriteString("transform", of.Transform.ToString());
        writer.WriteString("term", of.Reference.Name);
        writer.WriteEndObject();
    }

    internal static object ReadLiteral(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number when json.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when BigInteger.TryParse(json.GetRawText(), out var big) => new IcebergDecimal(big, 0),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.Object when json.Optional("type") is { ValueKind: JsonValueKind.String } type && type.GetString() == "literal" =>
            ReadLiteral(json.Required("value", "literal")),
        _ => throw JsonRead.Wrong("literal", "a boolean, number or string", json),
    };

    static void WriteLiteral(Utf8JsonWriter writer, object literal, IcebergType? type) => SingleValueJson.Write(writer, type ?? Guess(literal), literal);

    static PrimitiveType Guess(object literal) => literal switch
    {
        int => IcebergType.Int,
        long => IcebergType.Long,
        Guid => IcebergType.Uuid,
        byte[] => IcebergType.Binary,
        _ => IcebergType.String,
    };
}
