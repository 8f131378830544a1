using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

internal static class AnalyzeStatements
{
    /// <summary>After ANALYZE: <c>TABLE t [COMPUTE STATISTICS [FOR ALL COLUMNS | FOR COLUMNS a, b.c]]</c>.</summary>
    public static Statement Parse(TokenCursor cursor)
    {
        if (!cursor.TryTake("TABLE")) throw cursor.Expected("TABLE");
        var name = cursor.ExpectObjectName("a table's name");
        if (cursor.AtEnd) return new Statement.AnalyzeTable(name, []);
        if (cursor.Current.Is("PARTITION")) throw cursor.Error(EngineErrorKind.NotSupported, "ANALYZE of single partitions is not supported: statistics are of whole snapshots.", cursor.Current.Start);
        if (!cursor.TryTake("COMPUTE", "STATISTICS")) throw cursor.Expected("COMPUTE STATISTICS", "the end of the statement");
        if (cursor.Current.Is("NOSCAN")) throw cursor.Error(EngineErrorKind.NotSupported, "NOSCAN is not supported: counts of rows and bytes are in every snapshot's summary already.", cursor.Current.Start);
        if (!cursor.TryTake("FOR") || cursor.TryTake("ALL", "COLUMNS")) return new Statement.AnalyzeTable(name, []);
        if (!cursor.TryTake("COLUMNS")) throw cursor.Expected("COLUMNS", "ALL COLUMNS");
        var columns = ImmutableArray.CreateBuilder<string>();
        do columns.Add(string.Join('.', cursor.ExpectObjectName("a column's name").Parts));
        while (cursor.TryTakeSymbol(","));
        return new Statement.AnalyzeTable(name, columns.ToImmutable());
    }
}
