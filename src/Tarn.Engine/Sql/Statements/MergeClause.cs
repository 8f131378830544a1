namespace Tarn.Engine.Sql.Statements;

/// <summary>One WHEN of a MERGE.</summary>
/// <param name="Match">Which rows it is for.</param>
/// <param name="Condition">The AND of it; null for none.</param>
/// <param name="Action">What happens to them.</param>
/// <param name="Offset">Where it stands.</param>
internal sealed record MergeClause(MergeMatch Match, TextSlice? Condition, MergeAction Action, int Offset);

internal enum MergeMatch
{
    /// <summary>Pairs of a target row and a source row that meet the ON condition.</summary>
    Matched,

    /// <summary>Source rows without a target row.</summary>
    NotMatched,

    /// <summary>Target rows without a source row.</summary>
    NotMatchedBySource,
}
