namespace Tarn.Engine.Changelog;

/// <summary>The columns that a table's changes have behind the table's own, named as the reference names them.</summary>
internal static class ChangelogColumns
{
    /// <summary>INSERT or DELETE; where updates are computed also UPDATE_BEFORE and UPDATE_AFTER.</summary>
    public const string ChangeType = "_change_type";

    /// <summary>The place of the commit among those that changed rows, from 0.</summary>
    public const string ChangeOrdinal = "_change_ordinal";

    public const string CommitSnapshotId = "_commit_snapshot_id";

    public const string Insert = "INSERT";
    public const string Delete = "DELETE";
    public const string UpdateBefore = "UPDATE_BEFORE";
    public const string UpdateAfter = "UPDATE_AFTER";

    public const string All = $"{ChangeType}, {ChangeOrdinal}, {CommitSnapshotId}";
}
