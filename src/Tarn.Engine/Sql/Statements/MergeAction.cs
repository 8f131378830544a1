using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>What a clause of MERGE does with a row.</summary>
internal abstract record MergeAction
{
    public sealed record Update(ImmutableArray<Assignment> Set) : MergeAction;

    /// <summary>UPDATE SET *: every column from the source's column of its name.</summary>
    public sealed record UpdateAll : MergeAction;

    public sealed record Delete : MergeAction;

    /// <summary>INSERT (columns) VALUES (…): one assignment a column.</summary>
    /// <param name="Columns">Empty where the columns are not listed: all of the table in its order.</param>
    /// <param name="Values">An expression each; null for DEFAULT.</param>
    public sealed record Insert(ImmutableArray<(string Name, int Offset)> Columns, ImmutableArray<TextSlice?> Values) : MergeAction;

    /// <summary>INSERT *: every column from the source's column of its name.</summary>
    public sealed record InsertAll : MergeAction;

    /// <summary>DO NOTHING: the row is left as it is, and no later clause sees it.</summary>
    public sealed record Nothing : MergeAction;
}
