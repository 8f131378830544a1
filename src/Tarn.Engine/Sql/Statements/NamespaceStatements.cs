using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

internal static class NamespaceStatements
{
    /// <summary>After CREATE NAMESPACE: <c>[IF NOT EXISTS] name [COMMENT '…'] [WITH PROPERTIES|DBPROPERTIES (…)]</c>.</summary>
    public static Statement ParseCreate(TokenCursor cursor)
    {
        var ifNotExists = cursor.TryTake("IF", "NOT", "EXISTS");
        var name = cursor.ExpectObjectName("the namespace's name");
        var properties = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
        while (!cursor.AtEnd)
        {
            if (cursor.TryTake("COMMENT")) properties = properties.SetItem("comment", cursor.ExpectString("the comment in quotes"));
            else if (cursor.TryTake("WITH", "PROPERTIES") || cursor.TryTake("WITH", "DBPROPERTIES")) properties = properties.SetItems(PropertyList.Parse(cursor));
            else throw cursor.Expected("COMMENT", "WITH PROPERTIES", "the end of the statement");
        }
        return new Statement.CreateNamespace(name, ifNotExists, properties);
    }

    /// <summary>After DROP NAMESPACE: <c>[IF EXISTS] name [RESTRICT|CASCADE]</c>.</summary>
    public static Statement ParseDrop(TokenCursor cursor)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var name = cursor.ExpectObjectName("the namespace's name");
        var cascade = !cursor.TryTake("RESTRICT") && cursor.TryTake("CASCADE");
        return new Statement.DropNamespace(name, ifExists, cascade);
    }

    public static Statement ParseUse(TokenCursor cursor)
    {
        _ = cursor.PeekAt(1).IsName && (cursor.TryTake("NAMESPACE") || cursor.TryTake("SCHEMA") || cursor.TryTake("DATABASE"));
        return new Statement.Use(cursor.ExpectObjectName("a namespace's name"));
    }
}
