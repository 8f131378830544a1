using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Sessions;

/// <summary>Write, audit, publish: with a wap id set, what a session writes to a table that allows it becomes a snapshot that no branch has.</summary>
internal static class StagedWrites
{
    /// <summary>The table property that allows it, by the reference's name.</summary>
    public const string EnabledProperty = "write.wap.enabled";

    /// <summary>Whether the session's writes to a branch of the table are staged. Those to branches other than main are out of sight already.</summary>
    public static bool Apply(Session session, Table table, string branch) =>
        session.WapId is not null && branch == SnapshotRef.MainBranch && string.Equals(table.Metadata.Property(EnabledProperty), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The change as the session makes it: staged under its wap id, or as it is.</summary>
    public static SnapshotChange Of(Session session, Table table, SnapshotChange change) => Apply(session, table, change.Branch)
        ? change with { Staged = true, SummaryProperties = change.SummaryProperties.SetItem(CherryPick.WapId, session.WapId!) }
        : change;
}
