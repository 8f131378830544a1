using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tarn.Engine.Tests.Sessions;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>Compares what a session answers with a recorded answer: column names and types, rows or the kind of error.</summary>
internal static class GoldenAnswers
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What differs, or null.</summary>
    public static async Task<string?> DifferenceAsync(Engine.Sessions.Session session, string sql, JsonNode expected, bool ordered)
    {
        try
        {
            var answer = await TestLakehouse.RunAsync(session, sql);
            if (expected["error"] is { } error) return $"answered instead of the error {error["message"]}";
            var columns = answer.Result.Schema!.Columns;
            var names = string.Join(", ", columns.Select(c => $"{c.Name} {c.Type}"));
            var wanted = string.Join(", ", expected["columns"]!.AsArray().Select(c => $"{c!["name"]} {c["type"]}"));
            if (Plainly(names) != Plainly(wanted)) return $"columns {names} instead of {wanted}";
            var rows = answer.Rows.Select(r => Text(new JsonArray([.. r.Select((v, i) => CanonicalValue.Of(columns[i].Type, v))])));
            var got = string.Join('\n', ordered ? rows : rows.Order(StringComparer.Ordinal));
            var golden = expected["rows"]!.AsArray().Select(r => Text(r!));
            var want = string.Join('\n', ordered ? golden : golden.Order(StringComparer.Ordinal));
            return got == want ? null : $"rows\n{got}\ninstead of\n{want}";
        }
        catch (EngineException e)
        {
            var kind = (string?)expected["error"]?["kind"];
            return kind is not null && GoldenErrors.Matches(kind, e.Kind) ? null : $"{e.Kind}: {e.Message}\n{e.Excerpt}{(kind is null ? "" : $"\ninstead of {kind}: {expected["error"]!["message"]}")}";
        }
    }

    /// <summary>We quote every field name of a type, the executor only those that need it.</summary>
    static string Plainly(string types) => types.Replace("\"", "", StringComparison.Ordinal).Replace("( ", "(", StringComparison.Ordinal).Replace(",  ", ", ", StringComparison.Ordinal);

    static string Text(JsonNode node) => node.ToJsonString(Plain);
}
