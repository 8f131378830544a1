using System.Text.Json;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Dialects;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Sql.TimeTravel;

namespace Tarn.Engine.Sql.Select;

/// <summary>Reads a query with the executor's own parser: gate, tables, filters, names. The tree is only looked at, never turned back into text.</summary>
/// <param name="serialize">The executor's <c>json_serialize_sql</c>.</param>
/// <param name="foreign">The dialect that the query was written in; null for ours. What it may have meant otherwise is refused.</param>
internal sealed class QueryAnalyzer(Func<string, string> serialize, ForeignDialect? foreign = null)
{
    // Far above what the executor's own limit on nested expressions (1000) lets through.
    static readonly JsonDocumentOptions Deep = new() { MaxDepth = 20_000 };

    readonly CommonGround? _ground = foreign is null ? null : new(foreign);

    /// <exception cref="EngineException">The query does not parse (Syntax) or the gate refuses it (Refused), at its place in the statement; or it means something else elsewhere (NotSupported).</exception>
    public QueryAnalysis Analyze(SqlText sql, TextSlice query, NameSpaceContext context)
    {
        _ground?.Check(sql);
        RefuseHexLiterals(sql, query);
        var clauses = TimeTravelScanner.Find(sql, query.Start, query.End);
        var text = Blank(sql.Text, query, clauses);
        var columns = new HashSet<int>();
        while (true)
        {
            var names = LongNames.Find(sql, query, columns);
            var readable = names.Replace(text);
            var (walker, projectsStar) = Walk(sql, readable, names);
            var unused = names.Unused(walker.Tables).ToArray();
            if (unused.Length == 0) return Finish(sql, text, walker, clauses, context, projectsStar);
            columns.UnionWith(unused);
        }
    }

    (SyntaxWalker Walker, bool ProjectsStar) Walk(SqlText sql, string readable, LongNames names)
    {
        var map = new Utf8Map(readable);
        using var document = JsonDocument.Parse(serialize(readable), Deep);
        var root = document.RootElement;
        if (root.Member("error") is { ValueKind: JsonValueKind.True }) throw Unreadable(root, sql, map);
        var statements = root.Items("statements").ToArray();
        if (statements.Length != 1) throw new EngineException(EngineErrorKind.Syntax, "One statement at a time.");
        var walker = new SyntaxWalker(sql, map, names);
        var node = statements[0].GetProperty("node");
        try
        {
            _ground?.Check(node);
            walker.Query(node, CteScope.Empty, null);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new EngineException(EngineErrorKind.ResourceLimit, "The query is nested too deeply.", null, e);
        }
        return (walker, ProjectsStar(node));
    }

    /// <summary>The executor reads <c>X'1A'</c> as the text "x1A", and would store that.</summary>
    static void RefuseHexLiterals(SqlText sql, TextSlice query)
    {
        for (var i = sql.TokenAt(query.Start); i + 1 < sql.Tokens.Count && sql.Tokens[i].End <= query.End; i++)
            if (sql.Tokens[i].Is("X") && sql.Tokens[i + 1] is { Kind: TokenKind.String } digits && digits.Start == sql.Tokens[i].End)
                throw EngineException.At(EngineErrorKind.NotSupported, $"X'…' is no value in a query: write unhex({Identifiers.Literal(digits.Value)}), or '\\x1A'::BLOB.", sql.Text, sql.Tokens[i].Start);
    }

    /// <summary>A union's columns are those of its first query.</summary>
    static bool ProjectsStar(JsonElement node)
    {
        while (node.Text("type") == "SET_OPERATION_NODE") node = node.Member("left") ?? node.Items("children").First();
        return node.Items("select_list").Any(c => c.IsExpression("STAR"));
    }

    static QueryAnalysis Finish(SqlText sql, string text, SyntaxWalker walker, IReadOnlyList<TimeTravelClause> clauses, NameSpaceContext context, bool projectsStar)
    {
        TimeTravelAttachment.Attach(sql, clauses, walker.Tables);
        var edits = QualifierRewriting.Plan(sql, walker.Columns, context);
        return new QueryAnalysis(text, [.. walker.Tables.OrderBy(t => t.Start)], edits, [.. walker.Parameters], [.. walker.Stars.Where(s => s.Scope.Elements.Any(e => e.Table is { MetadataColumns.Count: > 0 }))], walker.Names, projectsStar);
    }

    // Positions stay those of the statement: what is not to be read becomes blanks.
    static string Blank(string text, TextSlice query, IReadOnlyList<TimeTravelClause> clauses)
    {
        var characters = text.ToCharArray();
        BlankRange(characters, 0, query.Start);
        BlankRange(characters, query.End, text.Length);
        foreach (var clause in clauses) BlankRange(characters, clause.Start, clause.End);
        return new string(characters);
    }

    static void BlankRange(char[] characters, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (characters[i] is not ('\n' or '\r')) characters[i] = ' ';
    }

    static EngineException Unreadable(JsonElement root, SqlText sql, Utf8Map map)
    {
        var message = root.Text("error_message");
        if (message.StartsWith("Only SELECT statements", StringComparison.Ordinal))
            return new EngineException(EngineErrorKind.NotSupported, "This statement is not supported: WITH can only start a query, and PIVOT needs its values, IN ('a', 'b').");
        var kind = root.Text("error_type") == "parser" ? EngineErrorKind.Syntax : EngineErrorKind.NotSupported;
        var text = message.Length > 0 ? char.ToUpperInvariant(message[0]) + message[1..] : "The executor cannot read the query.";
        return long.TryParse(root.Text("position"), out var position)
            ? EngineException.At(kind, text, sql.Text, map.ToUtf16(position))
            : new EngineException(kind, text);
    }
}
