using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Sessions;

/// <summary>What a session adds to each change that its statements make: whose work it was, and whether it is staged.</summary>
public static class SessionChange
{
    /// <summary>The entry of a snapshot's summary that names the job which made it (<see cref="Session.Job"/>).</summary>
    public const string JobProperty = "tarn.job";

    /// <summary>The change as the session makes it.</summary>
    internal static SnapshotChange Of(Session session, Table table, SnapshotChange change)
    {
        if (session.Job is { } job) change = change with { SummaryProperties = change.SummaryProperties.SetItem(JobProperty, job) };
        return StagedWrites.Of(session, table, change);
    }
}
