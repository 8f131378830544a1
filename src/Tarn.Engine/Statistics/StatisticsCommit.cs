using Tarn.Engine.Sessions;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Statistics;

/// <summary>Registers a file of statistics that was written for a snapshot.</summary>
internal static class StatisticsCommit
{
    /// <summary>Commits the update. Only a commit that surely did not happen lets the file go.</summary>
    /// <exception cref="EngineException">Conflict: the snapshot has expired meanwhile. CommitUnknown: it may be registered, and the file stays.</exception>
    public static async Task RunAsync(StatementScope scope, Table table, long snapshotId, string file, TableUpdate update)
    {
        CommitOutcome outcome;
        try
        {
            outcome = await MetadataCommit.RunAsync(
                table,
                metadata => metadata.SnapshotById(snapshotId) is not null ? [update] : throw new IcebergException(IcebergErrorKind.CommitConflict, $"the snapshot {snapshotId} has expired meanwhile"),
                scope.Lakehouse.Time,
                scope.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not IcebergException { Kind: IcebergErrorKind.OutcomeUnknown })
        {
            await RemoveAsync(table, file).ConfigureAwait(false);
            throw;
        }
        switch (outcome)
        {
            case CommitOutcome.Conflict conflict:
                await RemoveAsync(table, file).ConfigureAwait(false);
                throw new EngineException(EngineErrorKind.Conflict, $"No statistics of {table} were kept: {conflict.Reason.TrimEnd('.')}. Run the statement again.");
            case CommitOutcome.Unknown unknown:
                throw new EngineException(
                    EngineErrorKind.CommitUnknown, $"It is not known whether {table} has the statistics: the catalog did not answer. {file} stays; run the statement again.", null, unknown.Cause);
        }
    }

    static async Task RemoveAsync(Table table, string file)
    {
        try
        {
            await table.Store.DeleteAsync(file, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IcebergException)
        {
            // An orphan that the doctor names; what led here is the failure to report.
        }
    }
}
