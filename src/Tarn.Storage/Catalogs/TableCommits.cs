using System.Diagnostics;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Storage.Catalogs;

/// <summary>Commits tables: requirements against the present metadata, new metadata files, and one compare-and-swap of all pointers.</summary>
/// <remarks>
/// A metadata file is written and durable before any pointer names it. What the swap refused is removed again; after a swap whose outcome is unknown
/// nothing is removed.
/// </remarks>
sealed class TableCommits(CatalogStore catalog, IObjectStore store, MetadataCache cache, TimeProvider time)
{
    /// <summary>
    /// A pointer that moved is no conflict yet: the requirements are checked again against the metadata it moved to. This many in a row only happens to a
    /// table that changes without pause.
    /// </summary>
    const int MaxAttempts = 20;

    readonly CommitTurns turns = new();

    sealed record Change(TableCommit Commit, TableMetadata? Before, TableMetadata Metadata, string? From, string To, bool IsWritten)
    {
        public PointerSwap Swap => new(Commit.Identifier, EntryKind.Table, Metadata.TableUuid ?? Guid.Empty, From, To);

        public CommitOutcome.Committed Committed => new(Metadata, To);
    }

    /// <exception cref="IcebergException">Nothing was committed.</exception>
    public async Task<TransactionOutcome> CommitAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken)
    {
        if (commits.Select(commit => commit.Identifier).Distinct().Count() != commits.Count)
            throw new IcebergException(IcebergErrorKind.InvalidArgument, "A transaction names a table twice; put its updates into one commit");
        using var turn = await turns.TakeAsync(commits.Select(commit => commit.Identifier), cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var changes = new List<Change>();
            var keep = false;
            try
            {
                if (await PrepareAsync(commits, changes, cancellationToken).ConfigureAwait(false) is { } conflict) return conflict;
                keep = true;
                var outcome = await SwapAsync(changes, cancellationToken).ConfigureAwait(false);
                keep = outcome is not null;
                if (outcome is TransactionOutcome.Committed) await DeleteFormerAsync(changes).ConfigureAwait(false);
                if (outcome is not null) return outcome;
                if (attempt == MaxAttempts)
                    return new TransactionOutcome.Conflict(commits[0].Identifier, $"The table changed {MaxAttempts} times while this commit was made; try again");
            }
            catch (Exception e) when (e is IcebergException or OperationCanceledException)
            {
                // Both say for certain that no pointer moved.
                keep = false;
                throw;
            }
            finally
            {
                if (!keep) await RemoveAsync(changes).ConfigureAwait(false);
            }
        }
    }

    async Task<TransactionOutcome.Conflict?> PrepareAsync(IReadOnlyList<TableCommit> commits, List<Change> changes, CancellationToken cancellationToken)
    {
        // One read of all pointers: requirements of several tables are judged against one state.
        var entries = await catalog.ReadAsync(session => commits.Select(commit => CatalogRows.Find(session, commit.Identifier)).ToList(), cancellationToken).ConfigureAwait(false);
        foreach (var (commit, found) in commits.Zip(entries))
        {
            var entry = found;
            if (entry is { Kind: EntryKind.View })
                throw commit.Requirements.Contains(new TableRequirement.AssertCreate())
                    ? NameErrors.Taken(commit.Identifier, EntryKind.View, EntryKind.Table)
                    : NameErrors.NoTable(commit.Identifier);
            (entry, var current) = await PresentAsync(commit.Identifier, entry, cancellationToken).ConfigureAwait(false);
            switch (PreparedCommit.Of(commit, current, entry?.MetadataLocation, time))
            {
                case PreparedCommit.Conflict conflict:
                    return new TransactionOutcome.Conflict(commit.Identifier, conflict.Reason);
                case PreparedCommit.NoChange same:
                    changes.Add(new Change(commit, current, same.Metadata, entry!.MetadataLocation, entry.MetadataLocation, IsWritten: false));
                    break;
                case PreparedCommit.Ready ready:
                    NamedLocations.Demand(store, current, ready.Metadata);
                    changes.Add(await WriteAsync(commit, current, ready.Metadata, entry?.MetadataLocation, cancellationToken).ConfigureAwait(false));
                    break;
                default:
                    throw new UnreachableException();
            }
        }
        return null;
    }

    /// <summary>The pointer's metadata. Other commits may have let its file go since it was read: then where it points to now.</summary>
    async Task<(CatalogEntry? Entry, TableMetadata? Metadata)> PresentAsync(TableIdentifier identifier, CatalogEntry? entry, CancellationToken cancellationToken)
    {
        while (entry is not null)
            try
            {
                return (entry, await cache.ReadAsync(entry.MetadataLocation, cancellationToken).ConfigureAwait(false));
            }
            catch (IcebergException e) when (e.Kind == IcebergErrorKind.ObjectNotFound)
            {
                var now = await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false);
                if (now?.MetadataLocation == entry.MetadataLocation) throw;
                entry = now;
            }
        return (null, null);
    }

    async Task<Change> WriteAsync(TableCommit commit, TableMetadata? before, TableMetadata metadata, string? previous, CancellationToken cancellationToken)
    {
        var location = MetadataFiles.NextLocation(metadata, previous);
        try
        {
            await MetadataFiles.WriteAsync(store, location, metadata, cancellationToken).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.OutcomeUnknown)
        {
            // Of the file. The commit did not happen, whatever became of the file.
            throw new IcebergException(IcebergErrorKind.Unavailable, $"{commit.Identifier} was not changed: {e.Message}", e);
        }
        return new Change(commit, before, metadata, previous, location, IsWritten: true);
    }

    /// <returns>Null where a pointer had moved, so that the commit has to be prepared again.</returns>
    async Task<TransactionOutcome?> SwapAsync(List<Change> changes, CancellationToken cancellationToken)
    {
        switch (await catalog.SwapAsync([.. changes.Select(change => change.Swap)], cancellationToken).ConfigureAwait(false))
        {
            case SwapOutcome.Swapped:
                return Committed(changes);
            case SwapOutcome.Moved:
                return null;
            case SwapOutcome.NoNamespace missing:
                throw NameErrors.NoNamespace(missing.Name);
            case SwapOutcome.Unknown unknown:
                return await ReconcileAsync(changes, unknown.Cause).ConfigureAwait(false);
            default:
                throw new UnreachableException();
        }
    }

    TransactionOutcome.Committed Committed(List<Change> changes)
    {
        foreach (var change in changes) cache.Add(change.To, change.Metadata);
        return new TransactionOutcome.Committed([.. changes.Select(change => change.Committed)]);
    }

    /// <summary>
    /// Looks where the pointers are. All moved together or none did, so one that is at its new place, or has it in its log, proves the commit. One at its old
    /// place proves nothing: a recovery of the store may still find the change.
    /// </summary>
    async Task<TransactionOutcome> ReconcileAsync(List<Change> changes, StorageException cause)
    {
        try
        {
            foreach (var change in changes.Where(change => change.IsWritten))
            {
                var entry = await catalog.FindAsync(change.Commit.Identifier, CancellationToken.None).ConfigureAwait(false);
                if (entry is null || entry.MetadataLocation == change.From) continue;
                if (entry.MetadataLocation == change.To) return Committed(changes);
                var present = await cache.ReadAsync(entry.MetadataLocation, CancellationToken.None).ConfigureAwait(false);
                if (present.MetadataLog.Any(log => log.MetadataFile == change.To)) return Committed(changes);
            }
            return new TransactionOutcome.Unknown(cause);
        }
        catch (IcebergException e)
        {
            return new TransactionOutcome.Unknown(new AggregateException(cause, e));
        }
    }

    /// <summary>A table that was registered from an older metadata file of another stands on it still.</summary>
    async Task DeleteFormerAsync(List<Change> changes)
    {
        foreach (var change in changes.Where(change => change.IsWritten && change.Before is not null))
        {
            var dropped = FormerMetadata.Dropped(change.Before!, change.Metadata);
            if (dropped.Count == 0) continue;
            try
            {
                var present = (await catalog.ReadAsync(CatalogRows.TableLocations, CancellationToken.None).ConfigureAwait(false)).Values.Select(Location.Normalize).ToHashSet(StringComparer.Ordinal);
                await FormerMetadata.DeleteAsync(store, dropped.Where(location => !present.Contains(Location.Normalize(location)))).ConfigureAwait(false);
            }
            catch (IcebergException)
            {
                // As in RemoveAsync; the commit has happened.
            }
        }
    }

    async Task RemoveAsync(List<Change> changes)
    {
        foreach (var change in changes.Where(change => change.IsWritten))
            try
            {
                await store.DeleteAsync(change.To, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IcebergException)
            {
                // An orphan that the doctor names; what led here is the failure to report.
            }
    }
}
