namespace Tarn.Ingest.Connections;

/// <summary>What a sync reads.</summary>
public enum SyncMode
{
    /// <summary>Everything the source has, each time.</summary>
    FullRefresh,

    /// <summary>What is new or changed since the position that the table's snapshot carries.</summary>
    Incremental,
}
