using Tarn.Engine.Transactions;
using Tarn.Engine.Writes;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Sessions;

/// <summary>Commits a change with the files that were written for it.</summary>
internal static class WriteCommit
{
    /// <summary>Carries the change out. Only a commit that surely did not happen lets its files go.</summary>
    /// <exception cref="EngineException">Conflict: nothing was changed, the files are removed. CommitUnknown: it may have been, and everything stays.</exception>
    public static async Task<CommitOutcome.Committed> RunAsync(Table table, SnapshotChange change, TimeProvider time, IReadOnlyList<PendingWrite> files, CancellationToken cancellationToken)
    {
        foreach (var file in files) file.Keep();
        var outcome = await TryAsync(table, change, time, files, cancellationToken).ConfigureAwait(false);
        if (outcome is CommitOutcome.Committed && table.Catalog is StagingCatalog staging) staging.Transaction.Keep(table.Identifier, change, files);
        if (outcome is CommitOutcome.Conflict) await RemoveAsync(files).ConfigureAwait(false);
        return Demand(outcome, table);
    }

    /// <summary>The committed state.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public static CommitOutcome.Committed Demand(CommitOutcome outcome, Table table) => outcome switch
    {
        CommitOutcome.Committed committed => committed,
        CommitOutcome.Conflict conflict => throw new EngineException(EngineErrorKind.Conflict, $"Nothing was written to {table}: {conflict.Reason.TrimEnd('.')}. Run the statement again."),
        CommitOutcome.Unknown unknown => throw new EngineException(
            EngineErrorKind.CommitUnknown, $"It is not known whether {table} has the change: the catalog did not answer. Nothing was removed; tarn history {table} tells.", null, unknown.Cause),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static async Task<CommitOutcome> TryAsync(Table table, SnapshotChange change, TimeProvider time, IReadOnlyList<PendingWrite> files, CancellationToken cancellationToken)
    {
        try
        {
            return await SnapshotCommit.RunAsync(table, change, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not IcebergException { Kind: IcebergErrorKind.OutcomeUnknown })
        {
            // What leaves the commit's fate open is an outcome: after an exception nothing was committed.
            await RemoveAsync(files).ConfigureAwait(false);
            throw;
        }
    }

    static async Task RemoveAsync(IReadOnlyList<PendingWrite> files)
    {
        foreach (var file in files) await file.RemoveAsync().ConfigureAwait(false);
    }
}
