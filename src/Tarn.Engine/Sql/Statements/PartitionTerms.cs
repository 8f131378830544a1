using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

/// <summary><c>column</c>, <c>day(column)</c>, <c>bucket(16, column)</c>: what partitions and sort orders are made of.</summary>
internal static class PartitionTerms
{
    static readonly string[] Transforms = ["bucket", "truncate", "year", "month", "day", "hour", "void", "identity"];

    public static PartitionTerm Parse(TokenCursor cursor)
    {
        var offset = cursor.Current.Start;
        if (!cursor.PeekAt(1).IsSymbol("(")) return new PartitionTerm("identity", ColumnPath(cursor), null, offset);
        var transform = TransformName(cursor);
        cursor.ExpectSymbol("(");
        int? width = null;
        if (cursor.Current.Kind == TokenKind.Number)
        {
            width = cursor.ExpectInteger("a width");
            cursor.ExpectSymbol(",");
        }
        var column = ColumnPath(cursor);
        if (width is null && cursor.TryTakeSymbol(",")) width = cursor.ExpectInteger("a width");
        cursor.ExpectSymbol(")");
        if ((transform is "bucket" or "truncate") != (width is not null))
            throw cursor.Error(EngineErrorKind.Syntax, width is null
                ? $"{transform} needs a width: {transform}(16, {column})."
                : $"{transform} takes a column only.", offset);
        return new PartitionTerm(transform, column, width, offset);
    }

    // Spark writes years(ts), days(ts), date(ts), hours(ts), date_hour(ts); Iceberg's own names are the singular ones.
    static string TransformName(TokenCursor cursor)
    {
        var name = cursor.Current.Value.ToLowerInvariant() switch
        {
            "years" => "year",
            "months" => "month",
            "days" or "date" => "day",
            "hours" or "date_hour" => "hour",
            "trunc" => "truncate",
            var other => other,
        };
        if (!Transforms.Contains(name)) throw cursor.Expected("a column", "year", "month", "day", "hour", "bucket", "truncate");
        cursor.Take();
        return name;
    }

    static string ColumnPath(TokenCursor cursor) => cursor.ExpectObjectName("a column's name").ToString();
}
