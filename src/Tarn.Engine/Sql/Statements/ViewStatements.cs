using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

internal static class ViewStatements
{
    /// <summary>After CREATE [OR REPLACE] VIEW.</summary>
    public static Statement ParseCreate(TokenCursor cursor, bool orReplace)
    {
        var ifNotExists = cursor.TryTake("IF", "NOT", "EXISTS");
        var name = cursor.ExpectObjectName("the view's name");
        var columns = cursor.Current.IsSymbol("(") ? ParseColumns(cursor) : [];
        var properties = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
        while (!cursor.TryTake("AS"))
        {
            if (cursor.TryTake("COMMENT")) properties = properties.SetItem("comment", cursor.ExpectString("the comment in quotes"));
            else if (cursor.TryTake("TBLPROPERTIES")) properties = properties.SetItems(PropertyList.Parse(cursor));
            else throw cursor.Expected("AS", "COMMENT", "TBLPROPERTIES");
        }
        return new Statement.CreateView(name, orReplace, ifNotExists, columns, properties, cursor.TakeRest("the view's query"));
    }

    /// <summary>After DROP VIEW: <c>[IF EXISTS] name</c>.</summary>
    public static Statement ParseDrop(TokenCursor cursor)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        return new Statement.DropView(cursor.ExpectObjectName("the view's name"), ifExists);
    }

    static ImmutableArray<ViewColumn> ParseColumns(TokenCursor cursor)
    {
        var columns = ImmutableArray.CreateBuilder<ViewColumn>();
        cursor.ExpectSymbol("(");
        do
        {
            var name = cursor.ExpectName("a column's name");
            columns.Add(new ViewColumn(name, cursor.TryTake("COMMENT") ? cursor.ExpectString("the comment in quotes") : null));
        }
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return columns.ToImmutable();
    }
}
