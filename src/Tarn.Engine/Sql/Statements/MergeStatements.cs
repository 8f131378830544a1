using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>The structure of MERGE: SQL:2023's, with Spark's <c>UPDATE SET *</c>, <c>INSERT *</c>, <c>NOT MATCHED BY SOURCE</c> and <c>WITH SCHEMA EVOLUTION</c>.</summary>
internal static class MergeStatements
{
    static readonly string[] AfterClause = ["WHEN", "RETURNING", "OPTIONS"];

    /// <summary>After MERGE: <c>[WITH SCHEMA EVOLUTION] INTO table [AS alias] USING source ON condition WHEN …</c>.</summary>
    public static Statement Parse(TokenCursor cursor, TextSlice? with)
    {
        var evolution = cursor.TryTake("WITH", "SCHEMA", "EVOLUTION");
        cursor.Expect("INTO");
        var target = RowStatements.ParseTarget(cursor, "USING");
        cursor.Expect("USING");
        var source = ParseSource(cursor);
        cursor.Expect("ON");
        var on = cursor.TakeExpression("a condition", AfterClause);
        var clauses = ImmutableArray.CreateBuilder<MergeClause>();
        while (cursor.Current.Is("WHEN")) clauses.Add(ParseClause(cursor));
        if (clauses.Count == 0) throw cursor.Expected("WHEN MATCHED or WHEN NOT MATCHED");
        CheckReached(cursor, clauses);
        return new Statement.Merge(target, source, on, clauses.ToImmutable(), evolution, RowStatements.ParseOptions(cursor, with));
    }

    static MergeSource ParseSource(TokenCursor cursor)
    {
        var start = cursor.Current.Start;
        ObjectName? table = null;
        if (cursor.Current.IsSymbol("(")) _ = TakeBrackets(cursor);
        else
        {
            table = cursor.ExpectObjectName("a table or a sub-query");
            if (cursor.Current.IsSymbol("("))
            {
                _ = TakeBrackets(cursor);
                // A table function: its name is what it is called by.
                return Named(cursor, start, null, table.Last);
            }
        }
        return Named(cursor, start, table, table?.Last);
    }

    // Behind the table: time travel, an alias, a list of columns. The alias is a name that no word of time travel leads.
    static MergeSource Named(TokenCursor cursor, int start, ObjectName? table, string? called)
    {
        while (!cursor.AtEnd && !cursor.Current.Is("ON"))
        {
            if (cursor.Current.IsSymbol("("))
            {
                _ = TakeBrackets(cursor);
                continue;
            }
            var led = cursor.PeekAt(-1).IsAny("BRANCH", "TAG", "REF", "OF", "SNAPSHOT");
            var isAlias = cursor.Current.IsName && !led && !cursor.Current.IsAny("AS", "AT", "FOR", "VERSION", "TIMESTAMP", "SYSTEM_TIME", "SYSTEM_VERSION", "OF", "BRANCH", "TAG", "REF", "SNAPSHOT");
            var token = cursor.Take();
            if (isAlias) called = token.Value;
        }
        return new MergeSource(new TextSlice(start, cursor.PeekAt(-1).End), table, called);
    }

    static TextSlice TakeBrackets(TokenCursor cursor)
    {
        var start = cursor.Current.Start;
        cursor.ExpectSymbol("(");
        if (!cursor.Current.IsSymbol(")")) _ = cursor.TakeUntil("a query");
        cursor.ExpectSymbol(")");
        return new TextSlice(start, cursor.PeekAt(-1).End);
    }

    static MergeClause ParseClause(TokenCursor cursor)
    {
        var offset = cursor.Current.Start;
        cursor.Expect("WHEN");
        var isNot = cursor.TryTake("NOT");
        cursor.Expect("MATCHED");
        var match = !isNot ? MergeMatch.Matched : cursor.TryTake("BY", "SOURCE") ? MergeMatch.NotMatchedBySource : MergeMatch.NotMatched;
        if (match == MergeMatch.NotMatched) _ = cursor.TryTake("BY", "TARGET");
        TextSlice? condition = cursor.TryTake("AND") ? cursor.TakeExpression("a condition", "THEN") : null;
        cursor.Expect("THEN");
        return new MergeClause(match, condition, ParseAction(cursor, match), offset);
    }

    static MergeAction ParseAction(TokenCursor cursor, MergeMatch match)
    {
        if (cursor.TryTake("DO", "NOTHING")) return new MergeAction.Nothing();
        if (match == MergeMatch.NotMatched)
        {
            cursor.Expect("INSERT");
            return ParseInsert(cursor);
        }
        if (cursor.TryTake("DELETE")) return new MergeAction.Delete();
        if (!cursor.TryTake("UPDATE")) throw cursor.Expected("UPDATE SET", "DELETE", "DO NOTHING");
        cursor.Expect("SET");
        if (!cursor.Current.IsSymbol("*")) return new MergeAction.Update(RowStatements.ParseAssignments(cursor, AfterClause));
        if (match == MergeMatch.NotMatchedBySource)
            throw cursor.Error(EngineErrorKind.Syntax, "UPDATE SET * takes its values from a source row, and rows that are not matched by the source have none.", cursor.Current.Start);
        cursor.Take();
        return new MergeAction.UpdateAll();
    }

    static MergeAction ParseInsert(TokenCursor cursor)
    {
        if (cursor.TryTakeSymbol("*")) return new MergeAction.InsertAll();
        var columns = ImmutableArray.CreateBuilder<(string, int)>();
        var listed = cursor.TryTakeSymbol("(");
        if (listed)
        {
            do
            {
                var name = cursor.ExpectObjectName("a column's name");
                columns.Add((name.Last, name.Start));
            }
            while (cursor.TryTakeSymbol(","));
            cursor.ExpectSymbol(")");
        }
        cursor.Expect("VALUES");
        var offset = cursor.Current.Start;
        cursor.ExpectSymbol("(");
        var values = ImmutableArray.CreateBuilder<TextSlice?>();
        do values.Add(RowStatements.ParseValue(cursor));
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        if (listed && values.Count != columns.Count)
            throw cursor.Error(EngineErrorKind.Binding, $"The list names {columns.Count} columns, but VALUES gives {values.Count}.", offset);
        return new MergeAction.Insert(columns.ToImmutable(), values.ToImmutable());
    }

    /// <summary>The standard: only the last clause of a kind may be without a condition.</summary>
    static void CheckReached(TokenCursor cursor, IReadOnlyList<MergeClause> clauses)
    {
        foreach (var kind in clauses.GroupBy(c => c.Match))
            if (kind.SkipLast(1).FirstOrDefault(c => c.Condition is null) is { } open)
                throw cursor.Error(EngineErrorKind.Syntax, "This WHEN has no condition, so that no later one of its kind is ever reached: put it last, or add AND to it.", open.Offset);
    }
}
