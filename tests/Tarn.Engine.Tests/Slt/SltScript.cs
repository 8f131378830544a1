using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Goldens;
using Tarn.Engine.Tests.Sessions;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Slt;

/// <summary>Runs one script; tests/slt/README.md has the form.</summary>
internal sealed class SltScript(TestLakehouse lakehouse)
{
    readonly Dictionary<string, Session> _sessions = [];
    readonly Dictionary<string, string> _variables = [];

    /// <summary>What went wrong, block by block; empty when nothing did.</summary>
    public async Task<string> RunAsync(string[] lines)
    {
        var problems = new StringBuilder();
        for (var i = 0; i < lines.Length;)
        {
            if (lines[i].Length == 0 || lines[i].StartsWith('#'))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < lines.Length && lines[i].Length > 0) i++;
            if (await ProblemAsync(lines[start..i]) is { } problem) problems.AppendLine($"line {start + 1}: {lines[start]}\n{problem}");
        }
        return problems.ToString();
    }

    async Task<string?> ProblemAsync(string[] block)
    {
        var comma = block[0].LastIndexOf(", ", StringComparison.Ordinal);
        var named = comma > 0 && block[0][(comma + 2)..].All(char.IsAsciiLetterLower);
        var head = (named ? block[0][..comma] : block[0]).Split(' ', 5);
        var session = Session(named ? block[0][(comma + 2)..] : "a");
        if (head[0] is "snapshot" or "instant") return await VariableAsync(session, head);
        var rule = Array.IndexOf(block, "----");
        var sql = WithVariables(string.Join('\n', block[1..(rule < 0 ? block.Length : rule)]));
        try
        {
            var answer = await TestLakehouse.RunAsync(session, sql);
            return head[0] == "query" ? Rows(answer, [.. block[(rule + 1)..].Select(WithVariables)], head.Contains("rowsort")) : Outcome(answer, string.Join(' ', head[1..]));
        }
        catch (EngineException e)
        {
            var position = e.Position is { } p ? $"{p.Line}:{p.Column}" : "-";
            var got = $"{e.Kind} {position} {e.Message}";
            if (head[0] == "query" || head[1] != "error") return $"  failed: {got}\n{e.Excerpt}";
            return e.Kind.ToString() == head[2] && position == head[3] && (head.Length < 5 || e.Message.Contains(head[4], StringComparison.Ordinal)) ? null : $"  failed otherwise: {got}";
        }
    }

    string WithVariables(string text) => _variables.Aggregate(text, (before, v) => before.Replace($"${{{v.Key}}}", v.Value, StringComparison.Ordinal));

    static string? Outcome(TestLakehouse.Answer answer, string wanted)
    {
        if (wanted.StartsWith("error", StringComparison.Ordinal)) return $"  succeeded: {answer.Result.Message ?? $"{answer.Rows.Count} rows"}";
        if (wanted.StartsWith("count ", StringComparison.Ordinal))
            return answer.Result.RowsAffected?.ToString(CultureInfo.InvariantCulture) == wanted[6..] ? null : $"  changed {answer.Result.RowsAffected} rows";
        return wanted.Length < 3 || answer.Result.Message?.Contains(wanted[3..], StringComparison.Ordinal) == true ? null : $"  said: {answer.Result.Message}";
    }

    static string? Rows(TestLakehouse.Answer answer, string[] wanted, bool sorted)
    {
        var types = answer.Result.Schema!.Columns.Select(c => c.Type).ToArray();
        var rows = answer.Rows.Select(r => string.Join(" | ", r.Select((v, i) => (CanonicalValue.Of(types[i], v) is { } node ? Plain(node) : null) switch { null => "NULL", "" => "(empty)", var text => text })));
        var got = string.Join('\n', sorted ? rows.Order(StringComparer.Ordinal) : rows.AsEnumerable());
        var want = string.Join('\n', sorted ? wanted.Order(StringComparer.Ordinal) : wanted.AsEnumerable());
        return got == want ? null : $"  answered\n{got}\n  instead of\n{want}";
    }

    static string Plain(JsonNode node) => node is JsonValue ? node.ToString() : node.ToJsonString();

    async Task<string?> VariableAsync(Session session, string[] head)
    {
        var answer = await TestLakehouse.RunAsync(session, $"select 1 from {head[2]} limit 0");
        var table = Assert.Single(answer.Result.Tables);
        _variables[head[1]] = head[0] == "snapshot"
            ? table.SnapshotId!.Value.ToString(CultureInfo.InvariantCulture)
            : table.Timestamp!.Value.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+00";
        return null;
    }

    Session Session(string name) => _sessions.TryGetValue(name, out var session) ? session : _sessions[name] = lakehouse.Lakehouse.OpenSession(Principal.Local(name));
}
