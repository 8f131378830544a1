using System.Collections.Immutable;
using Tarn.Engine.Sql.TimeTravel;

namespace Tarn.Engine.Sql.Select;

/// <summary>A table or view that a query names, where it does, and what is known there about the rows that it needs.</summary>
internal sealed class TableReference(ImmutableArray<string> parts, int start, int end, string? alias)
{
    /// <summary>The dotted name as written.</summary>
    public ImmutableArray<string> Parts { get; } = parts;

    /// <summary>Where the name starts in the statement's text (UTF-16 units).</summary>
    public int Start { get; } = start;

    public int End { get; } = end;

    /// <summary>The alias that the user gave, or null: then the last part of the name is one.</summary>
    public string? Alias { get; } = alias;

    /// <summary>The place from which the text is replaced: before the name where TABLE, DESCRIBE or SUMMARIZE stood.</summary>
    public int EditStart { get; set; } = start;

    /// <summary>What goes before the table's own SELECT; not empty after TABLE, DESCRIBE and SUMMARIZE, which take no sub-query.</summary>
    public string Prefix { get; set; } = "";

    public TimeTravelClause? TimeTravel { get; set; }

    /// <summary>True where another element's name would capture qualified columns: then the full name becomes the alias.</summary>
    public bool NeedsFullAlias { get; set; }

    /// <summary>Conditions that every row of this table must meet to matter to the query.</summary>
    public ImmutableArray<FilterNode> Filters { get; set; } = [];

    /// <summary>True where the query's rows are just those that meet <see cref="Filters"/>: it reads this table alone, and nothing of its WHERE is missing there.</summary>
    public bool FiltersAreExact { get; set; }

    /// <summary>Where the query asks for nothing but how many rows this table has; null where it needs them.</summary>
    public RowCountReference? RowCount { get; set; }

    /// <summary>Metadata columns that the query names where this table may be meant; a column of the table's own of that name goes first.</summary>
    public SortedSet<string> MetadataColumns { get; } = new(StringComparer.Ordinal);

    public string AliasText => Native.Identifiers.Quote(NeedsFullAlias ? string.Join('.', Parts) : Alias ?? Parts[^1]);

    public override string ToString() => string.Join('.', Parts);
}
