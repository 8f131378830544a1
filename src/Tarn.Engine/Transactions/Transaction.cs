using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Transactions;

/// <summary>Several statements over several tables that become visible together. Reads see the tables as they were when it began, and what it wrote itself.</summary>
/// <remarks>
/// Snapshot isolation: what it writes is checked against others' commits, as each statement would be alone; what it only reads is not. Disposed without a commit it removes the files that it wrote.
/// </remarks>
internal sealed class Transaction : IAsyncDisposable
{
    /// <summary>Commits that met another writer each time.</summary>
    const int MaxTries = 20;

    readonly List<(IObjectStore Store, Snapshot Snapshot)> _staged = [];

    readonly Lakehouse _lakehouse;
    readonly StagingCatalog _catalog;
    readonly IReadOnlyDictionary<TableIdentifier, string>? _locations;
    readonly Dictionary<TableIdentifier, TransactionTable> _tables = [];
    readonly Lock _gate = new();
    bool _keepsFiles;

    Transaction(Lakehouse lakehouse, IReadOnlyDictionary<TableIdentifier, string>? locations)
    {
        (_lakehouse, _locations) = (lakehouse, locations);
        _catalog = new StagingCatalog(lakehouse.Catalog, this);
    }

    /// <summary>Begins one: the state of all tables is that of this instant, where the catalog can tell it; else a table's state is that of its first use.</summary>
    public static async Task<Transaction> BeginAsync(Lakehouse lakehouse, CancellationToken cancellationToken) =>
        new(lakehouse, await lakehouse.Catalog.TableLocationsAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The table as the transaction sees it.</summary>
    public async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        lock (_gate)
            if (_tables.TryGetValue(identifier, out var known)) return known.Now;
        var table = await _lakehouse.Catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        if (_locations is not null)
        {
            if (!_locations.TryGetValue(identifier, out var location)) throw new IcebergException(IcebergErrorKind.NoSuchTable, $"Table does not exist: {identifier}");
            if (location != table.MetadataLocation)
                table = table with { Metadata = await MetadataFiles.ReadAsync(table.Store, location, cancellationToken).ConfigureAwait(false), MetadataLocation = location };
        }
        table = table with { Catalog = _catalog };
        lock (_gate)
        {
            if (_tables.TryGetValue(identifier, out var other)) return other.Now;
            _tables.Add(identifier, new TransactionTable(table, table));
            return table;
        }
    }

    /// <summary>Takes a commit into the transaction's view.</summary>
    public CommitOutcome Stage(TableCommit commit)
    {
        lock (_gate)
        {
            var table = _tables[commit.Identifier];
            switch (PreparedCommit.Of(commit, table.Now.Metadata, table.Base.MetadataLocation, _lakehouse.Time))
            {
                case PreparedCommit.Ready ready:
                    _staged.AddRange(commit.Updates.OfType<TableUpdate.AddSnapshot>().Select(u => (table.Now.Store, u.Snapshot)));
                    // No file, but a name of its own: what is remembered by a metadata file is of that file alone.
                    var location = $"{table.Base.MetadataLocation}#{Guid.CreateVersion7():N}";
                    _tables[commit.Identifier] = table with { Now = table.Now with { Metadata = ready.Metadata, MetadataLocation = location }, Updates = table.Updates.AddRange(commit.Updates) };
                    return new CommitOutcome.Committed(ready.Metadata, location);
                case PreparedCommit.NoChange same:
                    return new CommitOutcome.Committed(same.Metadata, table.Now.MetadataLocation);
                case PreparedCommit.Conflict conflict:
                    return new CommitOutcome.Conflict(conflict.Reason);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    /// <summary>Remembers what was staged for a table: its files are the transaction's from here on.</summary>
    public void Keep(TableIdentifier identifier, SnapshotChange change, IEnumerable<PendingWrite> files)
    {
        lock (_gate)
        {
            var table = _tables[identifier];
            _tables[identifier] = table with { Changes = table.Changes.Add(change), Files = table.Files.AddRange(files) };
        }
    }

    /// <summary>Makes all of it visible at once. Gives the number of tables that were written.</summary>
    /// <exception cref="EngineException">Conflict: nothing of it happened, and its files are gone. CommitUnknown: all of it may have happened, and everything stays.</exception>
    public async Task<int> CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var tries = 1; ; tries++)
            {
                var written = _tables.Values.Where(t => !t.Updates.IsEmpty).ToImmutableArray();
                if (written.IsEmpty) return 0;
                cancellationToken.ThrowIfCancellationRequested();
                switch (await TryAsync(written, cancellationToken).ConfigureAwait(false))
                {
                    case TransactionOutcome.Committed:
                        _keepsFiles = true;
                        return written.Length;
                    case TransactionOutcome.Unknown unknown:
                        _keepsFiles = true;
                        throw new EngineException(
                            EngineErrorKind.CommitUnknown,
                            $"It is not known whether the transaction happened: the catalog did not answer. All of it did or none; nothing was removed. tarn history {written[0].Base} tells.", null, unknown.Cause);
                    case TransactionOutcome.Conflict conflict when tries == MaxTries:
                        throw Conflict(conflict.Reason);
                }
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 25) * tries), _lakehouse.Time, cancellationToken).ConfigureAwait(false);
                foreach (var table in written) await MoveAsync(table, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Carries a table's changes out on its state now, where that is another; checked as each would be alone.</summary>
    async Task MoveAsync(TransactionTable table, CancellationToken cancellationToken)
    {
        var now = await _lakehouse.Catalog.LoadTableAsync(table.Base.Identifier, cancellationToken).ConfigureAwait(false);
        if (now.MetadataLocation == table.Base.MetadataLocation) return;
        if (!table.CanMove) throw Conflict($"{now} was changed by another writer, and the transaction changed it more than once");
        now = now with { Catalog = _catalog };
        lock (_gate) _tables[now.Identifier] = new TransactionTable(now, now) { Files = table.Files };
        foreach (var change in table.Changes)
        {
            var outcome = await SnapshotCommit.RunAsync(await LoadTableAsync(now.Identifier, cancellationToken).ConfigureAwait(false), change, _lakehouse.Time, cancellationToken).ConfigureAwait(false);
            if (outcome is CommitOutcome.Conflict conflict) throw Conflict(conflict.Reason);
            Keep(now.Identifier, change, []);
        }
    }

    async Task<TransactionOutcome> TryAsync(ImmutableArray<TransactionTable> written, CancellationToken cancellationToken)
    {
        TransactionOutcome outcome;
        try
        {
            outcome = await _lakehouse.Catalog.CommitTransactionAsync([.. written.Select(t => t.Commit)], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IcebergException { IsTransient: true } or IcebergException { Kind: IcebergErrorKind.OutcomeUnknown } or OperationCanceledException)
        {
            // An answer that is lost leaves open whether it happened.
            outcome = new TransactionOutcome.Unknown(e);
        }
        return outcome is TransactionOutcome.Unknown && await HappenedAsync(written).ConfigureAwait(false) ? new TransactionOutcome.Committed([]) : outcome;
    }

    /// <summary>Looks for the transaction's snapshots: one table tells for all.</summary>
    async Task<bool> HappenedAsync(ImmutableArray<TransactionTable> written)
    {
        try
        {
            var table = await _lakehouse.Catalog.LoadTableAsync(written[0].Base.Identifier, CancellationToken.None).ConfigureAwait(false);
            return written[0].Updates.OfType<TableUpdate.AddSnapshot>().All(u => table.Metadata.SnapshotById(u.Snapshot.SnapshotId) is not null);
        }
        catch (IcebergException)
        {
            // Then it stays unknown, which keeps everything.
            return false;
        }
    }

    /// <summary>Ends the transaction. What was not committed, and is not possibly so, leaves no file behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_keepsFiles) return;
        _keepsFiles = true;
        foreach (var file in _tables.Values.SelectMany(t => t.Files)) await file.RemoveAsync().ConfigureAwait(false);
        foreach (var (store, snapshot) in _staged) await RemoveAsync(store, snapshot).ConfigureAwait(false);
    }

    static async Task RemoveAsync(IObjectStore store, Snapshot snapshot)
    {
        try
        {
            var own = (await SnapshotManifests.ReadAsync(store, snapshot, CancellationToken.None).ConfigureAwait(false)).Where(m => m.AddedSnapshotId == snapshot.SnapshotId);
            foreach (var manifest in own) await store.DeleteAsync(manifest.ManifestPath, CancellationToken.None).ConfigureAwait(false);
            await store.DeleteAsync(snapshot.ManifestList!, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IcebergException)
        {
            // An orphan costs space, not truth: maintenance finds it.
        }
    }

    static EngineException Conflict(string reason) =>
        new(EngineErrorKind.Conflict, $"The transaction was rolled back, and nothing of it happened: {reason.TrimEnd('.')}. Run it again.");
}
