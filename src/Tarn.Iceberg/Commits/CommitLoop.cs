using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>One try of a commit against a table as it is now.</summary>
/// <param name="Requirements">What must hold.</param>
/// <param name="Updates">What changes.</param>
/// <param name="SnapshotId">The snapshot that the updates add, by which a commit of unknown outcome is found again; null where they add none.</param>
public sealed record CommitAttempt(ImmutableArray<TableRequirement> Requirements, ImmutableArray<TableUpdate> Updates, long? SnapshotId = null);

/// <summary>Optimistic commits: try, and on a conflict load the table anew, validate, rebase and try again. Spec: "Commit Conflict Resolution and Retry".</summary>
/// <remarks>
/// Times and counts come from the table's <c>commit.retry.*</c> properties. After an unknown outcome nothing is tried again, since that could
/// do the change twice: the loop looks for the snapshot, and reports <see cref="CommitOutcome.Unknown"/> where it is not found.
/// </remarks>
public sealed class CommitLoop(ICatalog catalog, TimeProvider time)
{
    /// <summary>Commits what <paramref name="attempt"/> makes of the table, as often as conflicts and the table's properties ask for.</summary>
    /// <param name="table">The table; the first try uses it as it is.</param>
    /// <param name="attempt">
    /// Validates the change against the table that it is given and makes requirements and updates for it. It throws an
    /// <see cref="IcebergException"/> of kind <see cref="IcebergErrorKind.CommitConflict"/> where the change no longer applies: that ends the loop.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels before a try or while waiting, by an exception: nothing was committed then. A try that is cancelled under way may have happened, and
    /// is reported as <see cref="CommitOutcome.Unknown"/>.
    /// </param>
    /// <exception cref="IcebergException">Nothing was committed.</exception>
    public async Task<CommitOutcome> RunAsync(
        Table table, Func<Table, CancellationToken, Task<CommitAttempt>> attempt, CancellationToken cancellationToken)
    {
        var limits = RetryLimits.Of(table.Metadata.Properties);
        var started = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var plan = await attempt(table, cancellationToken).ConfigureAwait(false);
            var outcome = await CommitOnceAsync(new TableCommit(table.Identifier, plan.Requirements, plan.Updates), cancellationToken).ConfigureAwait(false);
            if (outcome is CommitOutcome.Unknown unknown)
                return await ReconcileAsync(table.Identifier, plan.SnapshotId, unknown, limits, cancellationToken).ConfigureAwait(false);
            if (outcome is not CommitOutcome.Conflict conflict) return outcome;

            var wait = limits.WaitBefore(tries);
            if (tries > limits.Retries || time.GetElapsedTime(started) + wait > limits.Total)
                return new CommitOutcome.Conflict($"{conflict.Reason} (gave up on {table.Identifier} after {tries} tries; see {TableProperties.CommitRetries})");
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            table = await catalog.LoadTableAsync(table.Identifier, cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<CommitOutcome> CommitOnceAsync(TableCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not IcebergException { IsTransient: false } || e is IcebergException { Kind: IcebergErrorKind.OutcomeUnknown })
        {
            // A connection that breaks during a commit leaves open whether the commit happened, and so do a cancellation and a defect of the catalog's client.
            return new CommitOutcome.Unknown(e);
        }
    }

    async Task<CommitOutcome> ReconcileAsync(
        TableIdentifier identifier, long? snapshotId, CommitOutcome.Unknown unknown, RetryLimits limits, CancellationToken cancellationToken)
    {
        if (snapshotId is not { } wanted || cancellationToken.IsCancellationRequested) return unknown;
        for (var check = 1; check <= limits.StatusChecks; check++)
        {
            try
            {
                var table = await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
                if (table.Metadata.SnapshotById(wanted) is not null) return new CommitOutcome.Committed(table.Metadata, table.MetadataLocation);
            }
            catch (IcebergException)
            {
                // The catalog is still away, or the table is not there, or somebody else's: none of it proves that the commit will not show up.
            }
            catch (OperationCanceledException)
            {
                return unknown;
            }
            // Not cancelled: the waits are short, and an answer is worth more to the caller than its absence.
            if (check < limits.StatusChecks) await Task.Delay(limits.WaitBefore(check), time, CancellationToken.None).ConfigureAwait(false);
        }
        return unknown;
    }
}
