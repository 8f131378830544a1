using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>What may stand between a table's name and AS, in any order, each once.</summary>
internal sealed class TableClauses
{
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
        do terms.Add(PartitionTerms.Parse(cursor));
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return terms.ToImmutable();
    }
}
