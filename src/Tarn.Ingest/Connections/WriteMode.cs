namespace Tarn.Ingest.Connections;

/// <summary>How rows reach the table.</summary>
public enum WriteMode
{
    /// <summary>Added. Rows of a source file that changed replace the rows that its earlier version gave.</summary>
    Append,

    /// <summary>Instead of everything that the table holds.</summary>
    Overwrite,

    /// <summary>One row a key: the one with the greatest cursor.</summary>
    AppendDedup,
}
