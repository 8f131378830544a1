using Tarn.Engine;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Sources.Files;
using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Ingest.Runs;

/// <summary>Takes a stream back to its beginning: one commit empties its table and its position, and the next run loads everything again.</summary>
/// <remarks>The rows stay in the table's history: reading the snapshot before, or rolling back to it, brings rows and position back together.</remarks>
public sealed class StreamReset(Lakehouse lakehouse, Principal principal, TimeProvider time)
{
    /// <returns>The snapshot that the commit made.</returns>
    /// <exception cref="IngestException">There is nothing to reset.</exception>
    /// <exception cref="EngineException">Another writer was faster each time, or the principal may not; the table is as it was.</exception>
    public async Task<long> RunAsync(Connection connection, StreamOptions stream, string job, CancellationToken cancellationToken)
    {
        var status = await StreamStatus.LookAsync(lakehouse.Catalog, connection, stream, cancellationToken).ConfigureAwait(false);
        if (!status.Exists)
            throw new IngestException(IngestErrorKind.UnknownConnection, $"{connection.Name}.{stream.Name} has loaded nothing yet: there is no table {stream.Table}. Nothing was changed.");
        if (lakehouse.MayNot(principal, Permission.WriteRows, new SecuredObject.Table(status.Target.Namespace.Levels, status.Target.Name)) is { } reason)
            throw new EngineException(EngineErrorKind.Forbidden, reason);
        var table = await lakehouse.Catalog.LoadTableAsync(status.Target, cancellationToken).ConfigureAwait(false);
        var summary = (await StreamPosition.WriteAsync(table, $"{connection.Name}.{stream.Name}", FilePosition.Empty, cancellationToken).ConfigureAwait(false))
            .Add(SessionChange.JobProperty, job).Add(LoadSummary.Reset, "true");
        var change = SnapshotChange.OverwriteWhere(Expression.True, [], new ConflictChecks(table.Metadata.CurrentSnapshotId, IsolationLevel.Serializable, Expression.True)) with { SummaryProperties = summary };
        return await SnapshotCommit.RunAsync(table, change, time, cancellationToken).ConfigureAwait(false) switch
        {
            CommitOutcome.Committed committed => committed.Metadata.CurrentSnapshotId ?? 0,
            CommitOutcome.Unknown unknown => throw new EngineException(
                EngineErrorKind.CommitUnknown, $"It is not known whether {table} was emptied: the catalog did not answer. Look at its history before you try again.", null, unknown.Cause),
            CommitOutcome.Conflict conflict => throw new EngineException(EngineErrorKind.Conflict, $"{table} was not changed: {conflict.Reason}. Run it again."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
