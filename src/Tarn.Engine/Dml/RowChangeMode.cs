namespace Tarn.Engine.Dml;

/// <summary>How removed rows leave a table.</summary>
internal enum RowChangeMode
{
    /// <summary>Data files that hold any are written anew without them.</summary>
    CopyOnWrite,

    /// <summary>They are marked: by deletion vectors in v3 tables, by position delete files in v2 tables.</summary>
    MergeOnRead,
}
