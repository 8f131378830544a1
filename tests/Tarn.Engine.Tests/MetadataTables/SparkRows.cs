using System.Text.Json;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;

namespace Tarn.Engine.Tests.MetadataTables;

/// <summary>Our rows and Spark's in one form: columns with Spark's types, and rows as texts.</summary>
static class SparkRows
{
    /// <summary>The columns and the sorted rows of a query of ours.</summary>
    public static async Task<(string Types, List<string> Rows)> ReadAsync(Session session, string sql)
    {
        await using var result = await session.ExecuteAsync(sql, StatementParameters.Of(), null, CancellationToken.None);
        var rows = new List<string>();
        await foreach (var batch in result.Batches)
            for (var row = 0; row < batch.RowCount; row++)
            {
                using var stream = new MemoryStream();
                using (var json = new Utf8JsonWriter(stream))
                {
                    json.WriteStartObject();
                    for (var i = 0; i < batch.Schema.Columns.Length; i++)
                    {
                        json.WritePropertyName(batch.Schema.Columns[i].Name);
                        JsonValueWriter.Write(json, batch.Column(i), row);
                    }
                    json.WriteEndObject();
                }
                using var parsed = JsonDocument.Parse(stream.ToArray());
                rows.Add(Text(parsed.RootElement));
            }
        return (string.Join(", ", result.Schema!.Columns.Select(c => $"{c.Name} {SparkType(c.Type)}")), [.. rows.Order(StringComparer.Ordinal)]);
    }

    static string SparkType(LogicalType type) => type.Id switch
    {
        TypeId.Integer => "int",
        TypeId.BigInt => "bigint",
        TypeId.Varchar => "string",
        TypeId.Blob => "binary",
        TypeId.TimestampTz => "timestamp",
        TypeId.Timestamp => "timestamp_ntz",
        TypeId.Decimal => $"decimal({type.Width},{type.Scale})",
        TypeId.List => $"array<{SparkType(type.Fields[0].Type)}>",
        TypeId.Map => $"map<{SparkType(type.Fields[0].Type)},{SparkType(type.Fields[1].Type)}>",
        TypeId.Struct => $"struct<{string.Join(',', type.Fields.Select(f => $"{f.Name}:{SparkType(f.Type)}"))}>",
        _ => type.Id.ToString().ToLowerInvariant(),
    };

    /// <summary>Both writers' JSON in one form: numbers and texts alike, zones as Z, maps as sorted pairs.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(p => $"{p.Name}: {Text(p.Value)}"))}}}",
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(IsPair) => $"<{string.Join(", ", value.EnumerateArray().Select(Pair).Order(StringComparer.Ordinal))}>",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "<>" : $"[{string.Join(", ", value.EnumerateArray().Select(Text))}]",
        JsonValueKind.String => Plain(value.GetString()!),
        JsonValueKind.Number => Plain(value.GetRawText()),
        _ => value.GetRawText(),
    };

    static bool IsPair(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.GetArrayLength() == 2
        : value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Select(p => p.Name).SequenceEqual(["key", "value"]);

    static string Pair(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? $"{Text(value[0])}={Text(value[1])}"
        : $"{Text(value.GetProperty("key"))}={Text(value.GetProperty("value"))}";

    static string Plain(string text) => double.TryParse(text, out var number) && text.Contains('.', StringComparison.Ordinal) && text.Length < 12 ? $"{number}" : text.Replace("+00:00", "Z", StringComparison.Ordinal).Replace("file://", "", StringComparison.Ordinal);
}
