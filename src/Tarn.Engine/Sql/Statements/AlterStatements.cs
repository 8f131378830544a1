using System.Collections.Immutable;
using Tarn.Iceberg.Sorting;

namespace Tarn.Engine.Sql.Statements;

/// <summary>ALTER TABLE and ALTER VIEW in Spark's words for Iceberg tables, and DuckDB's where they differ.</summary>
internal static class AlterStatements
{
    /// <summary>After ALTER.</summary>
    public static Statement Parse(TokenCursor cursor)
    {
        var view = cursor.TryTake("VIEW");
        if (!view && !cursor.TryTake("TABLE")) throw cursor.Expected("TABLE", "VIEW");
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var name = cursor.ExpectObjectName(view ? "the view's name" : "the table's name");
        var start = cursor.Current.Start;
        return view ? new Statement.AlterView(name, ifExists, ParseOfView(cursor)) : new Statement.AlterTable(name, ifExists, ParseOfTable(cursor), start);
    }

    static AlterAction ParseOfView(TokenCursor cursor)
    {
        if (cursor.TryTake("RENAME", "TO")) return new AlterAction.RenameTo(cursor.ExpectObjectName("the new name"));
        if (cursor.TryTake("SET", "TBLPROPERTIES")) return new AlterAction.SetProperties(PropertyList.Parse(cursor));
        if (cursor.TryTake("UNSET", "TBLPROPERTIES")) return ParseUnset(cursor);
        if (cursor.Current.Is("AS")) throw cursor.Error(EngineErrorKind.NotSupported, "ALTER VIEW … AS is CREATE OR REPLACE VIEW … AS here.", cursor.Current.Start);
        throw cursor.Expected("RENAME TO", "SET TBLPROPERTIES", "UNSET TBLPROPERTIES");
    }

    static AlterAction ParseOfTable(TokenCursor cursor)
    {
        if (cursor.TryTake("ADD", "PARTITION", "FIELD")) return new AlterAction.AddPartitionField(PartitionTerms.Parse(cursor), ParseAs(cursor));
        if (cursor.TryTake("DROP", "PARTITION", "FIELD")) return new AlterAction.DropPartitionField(PartitionTerms.Parse(cursor));
        if (cursor.TryTake("REPLACE", "PARTITION", "FIELD")) return ParseReplaceField(cursor);
        if (cursor.TryTake("SET", "IDENTIFIER", "FIELDS")) return new AlterAction.IdentifierFields(ParseNames(cursor), Drop: false);
        if (cursor.TryTake("DROP", "IDENTIFIER", "FIELDS")) return new AlterAction.IdentifierFields(ParseNames(cursor), Drop: true);
        if (cursor.TryTake("WRITE")) return ParseWrite(cursor);
        if (ReferenceClauses.TryParse(cursor) is { } reference) return new AlterAction.ChangeReference(reference);
        if (cursor.TryTake("SET", "TBLPROPERTIES")) return new AlterAction.SetProperties(PropertyList.Parse(cursor));
        if (cursor.TryTake("UNSET", "TBLPROPERTIES")) return ParseUnset(cursor);
        if (cursor.TryTake("SET", "LOCATION"))
        {
            var offset = cursor.Current.Start;
            return new AlterAction.SetLocation(cursor.ExpectString("the location in quotes"), offset);
        }
        if (cursor.TryTake("RENAME", "TO")) return new AlterAction.RenameTo(cursor.ExpectObjectName("the new name"));
        return ColumnClauses.TryParse(cursor)
            ?? throw cursor.Expected(
                "ADD COLUMN", "DROP COLUMN", "RENAME COLUMN", "ALTER COLUMN", "RENAME TO", "SET TBLPROPERTIES", "UNSET TBLPROPERTIES", "SET LOCATION", "ADD PARTITION FIELD", "DROP PARTITION FIELD",
                "REPLACE PARTITION FIELD", "WRITE ORDERED BY", "SET IDENTIFIER FIELDS", "CREATE BRANCH", "CREATE TAG");
    }

    static AlterAction.ReplacePartitionField ParseReplaceField(TokenCursor cursor)
    {
        var term = PartitionTerms.Parse(cursor);
        cursor.Expect("WITH");
        return new AlterAction.ReplacePartitionField(term, PartitionTerms.Parse(cursor), ParseAs(cursor));
    }

    static string? ParseAs(TokenCursor cursor) => cursor.TryTake("AS") ? cursor.ExpectName("the partition field's name") : null;

    /// <summary>The columns of a list, in brackets or without.</summary>
    public static ImmutableArray<ObjectName> ParseNames(TokenCursor cursor)
    {
        var names = ImmutableArray.CreateBuilder<ObjectName>();
        var bracketed = cursor.TryTakeSymbol("(");
        do names.Add(cursor.ExpectObjectName("a column's name"));
        while (cursor.TryTakeSymbol(","));
        if (bracketed) cursor.ExpectSymbol(")");
        return names.ToImmutable();
    }

    static AlterAction.UnsetProperties ParseUnset(TokenCursor cursor)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        return new AlterAction.UnsetProperties(PropertyList.ParseKeys(cursor), ifExists);
    }

    /// <summary>After WRITE. The distribution modes are those that Spark sets: <c>range</c> for a global order, <c>hash</c> by partition, else <c>none</c>.</summary>
    static AlterAction.WriteOrder ParseWrite(TokenCursor cursor)
    {
        ImmutableArray<SortTerm>? order = null;
        string? distribution = null;
        while (!cursor.AtEnd)
        {
            if (distribution != "hash" && cursor.TryTake("DISTRIBUTED", "BY", "PARTITION")) distribution = "hash";
            else if (order is null && cursor.TryTake("UNORDERED")) (order, distribution) = ([], distribution ?? "none");
            else if (order is null && cursor.TryTake("LOCALLY", "ORDERED", "BY")) (order, distribution) = (ParseOrder(cursor), distribution ?? "none");
            else if (order is null && cursor.TryTake("ORDERED", "BY")) (order, distribution) = (ParseOrder(cursor), distribution ?? "range");
            else throw cursor.Expected("ORDERED BY", "LOCALLY ORDERED BY", "UNORDERED", "DISTRIBUTED BY PARTITION");
        }
        return distribution is null ? throw cursor.Expected("ORDERED BY", "LOCALLY ORDERED BY", "UNORDERED", "DISTRIBUTED BY PARTITION") : new AlterAction.WriteOrder(order ?? [], distribution);
    }

    static ImmutableArray<SortTerm> ParseOrder(TokenCursor cursor)
    {
        var terms = ImmutableArray.CreateBuilder<SortTerm>();
        var bracketed = cursor.TryTakeSymbol("(");
        do
        {
            var term = PartitionTerms.Parse(cursor);
            var descending = !cursor.TryTake("ASC") && cursor.TryTake("DESC");
            var nulls = cursor.TryTake("NULLS", "FIRST") ? NullOrder.NullsFirst
                : cursor.TryTake("NULLS", "LAST") ? NullOrder.NullsLast
                : descending ? NullOrder.NullsLast : NullOrder.NullsFirst;
            terms.Add(new SortTerm(term, descending ? SortDirection.Desc : SortDirection.Asc, nulls));
        }
        while (cursor.TryTakeSymbol(","));
        if (bracketed) cursor.ExpectSymbol(")");
        return terms.ToImmutable();
    }
}
