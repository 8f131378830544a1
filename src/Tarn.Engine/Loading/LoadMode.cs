using System.Collections.Immutable;

namespace Tarn.Engine.Loading;

/// <summary>What loaded rows do to the rows that a table has.</summary>
public abstract record LoadMode
{
    private LoadMode()
    {
    }

    /// <summary>They are added.</summary>
    public sealed record Append : LoadMode;

    /// <summary>They take the place of all rows.</summary>
    public sealed record Overwrite : LoadMode;

    /// <summary>They take the place of the rows whose column holds one of the values: what an earlier version of the same source gave.</summary>
    /// <param name="Column">A column of text.</param>
    /// <param name="Values">Not empty.</param>
    public sealed record Replace(string Column, ImmutableArray<string> Values) : LoadMode;

    /// <summary>Each key has one row afterwards: the one with the greatest order, a loaded row winning over an equal one.</summary>
    /// <param name="Keys">Columns that identify a row; null equals null.</param>
    /// <param name="Order">SQL terms over the columns, most significant first, the greatest first: <c>updated_at</c>; empty where a key that comes twice is an error.</param>
    public sealed record Upsert(ImmutableArray<string> Keys, ImmutableArray<string> Order) : LoadMode
    {
        /// <summary>Without an order: keep all rows of a key that comes twice, as a delete of the keys and an insert of the rows would.</summary>
        public bool KeepRepeatedKeys { get; init; }
    }
}
