namespace Tarn.Iceberg.Commits;

/// <summary>What a change must not have missed of commits that happened since it read the table.</summary>
public enum IsolationLevel
{
    /// <summary>No deletes in what was read: two changes of the same rows never both succeed.</summary>
    Snapshot,

    /// <summary>Also no new rows that the change would have read.</summary>
    Serializable,
}
