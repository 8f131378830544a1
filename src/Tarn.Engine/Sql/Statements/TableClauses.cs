using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

/// <summary>What may stand between a table's name and AS, in any order, each once.</summary>
internal sealed class TableClauses
{
    static readonly string[] Transforms = ["bucket", "truncate", "year", "month", "day", "hour", "void", "identity"];

    readonly HashSet<string> seen = [];

    public ImmutableArray<PartitionTerm> Partitioning { get; private set; } = [];

    public ImmutableSortedDictionary<string, string> Properties { get; private set; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    public string? Location { get; private set; }

    public int LocationOffset { get; private set; }

    public void Parse(TokenCursor cursor)
    {
        var clause = cursor.Current;
        if (!seen.Add(clause.Value.ToUpperInvariant()))
            throw cursor.Error(EngineErrorKind.Syntax, $"{clause.Value.ToUpperInvariant()} is given twice.", clause.Start);
        if (cursor.TryTake("USING")) ParseUsing(cursor);
        else if (cursor.TryTake("PARTITIONED", "BY")) Partitioning = ParsePartitioning(cursor);
        else if (cursor.TryTake("TBLPROPERTIES")) Properties = Properties.AddRange(PropertyList.Parse(cursor));
        else if (cursor.TryTake("COMMENT")) Properties = Properties.SetItem("comment", cursor.ExpectString("the comment in quotes"));
        else if (cursor.TryTake("LOCATION"))
        {
            LocationOffset = cursor.Current.Start;
            Location = cursor.ExpectString("the location in quotes");
        }
        else throw cursor.Expected("PARTITIONED BY", "TBLPROPERTIES", "COMMENT", "LOCATION", "USING ICEBERG", "AS");
    }

    static void ParseUsing(TokenCursor cursor)
    {
        if (!cursor.TryTake("ICEBERG")) throw cursor.Expected("ICEBERG");
    }

    static ImmutableArray<PartitionTerm> ParsePartitioning(TokenCursor cursor)
    {
        var terms = ImmutableArray.CreateBuilder<PartitionTerm>();
        cursor.ExpectSymbol("(");
        do terms.Add(ParseTerm(cursor));
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return terms.ToImmutable();
    }

    static PartitionTerm ParseTerm(TokenCursor cursor)
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
