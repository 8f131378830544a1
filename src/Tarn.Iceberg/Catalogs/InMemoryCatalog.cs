using System.Collections.Immutable;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs;

/// <summary>A catalog whose names live in memory: for tests, and for reading tables whose metadata files are known. Files go to the store.</summary>
/// <param name="name">The catalog's name.</param>
/// <param name="store">Where metadata and data files are.</param>
/// <param name="warehouse">The folder under which tables get their locations.</param>
/// <param name="time">The clock.</param>
public sealed class InMemoryCatalog(string name, IObjectStore store, string warehouse, TimeProvider time) : ICatalog
{
    readonly Lock _gate = new();
    readonly Dictionary<Namespace, ImmutableSortedDictionary<string, string>> _namespaces = new() { [Namespace.Root] = StringMaps.Empty };
    readonly Dictionary<TableIdentifier, string> _tables = [];
    readonly Dictionary<TableIdentifier, (ViewMetadata Metadata, string Location)> _views = [];

    public string Name => name;

    public Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireNamespace(parent);
            return Task.FromResult<IReadOnlyList<Namespace>>([.. _namespaces.Keys.Where(item => !item.IsRoot && item.Parent == parent)]);
        }
    }

    public Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!name.IsRoot) RequireNamespace(name.Parent);
            if (!_namespaces.TryAdd(name, properties)) throw new IcebergException(IcebergErrorKind.AlreadyExists, $"Namespace already exists: {name}");
            return Task.CompletedTask;
        }
    }

    public Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_namespaces.GetValueOrDefault(name));
    }

    public Task UpdateNamespaceAsync(
        Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireNamespace(name);
            _namespaces[name] = _namespaces[name].RemoveRange(removals).SetItems(updates);
            return Task.CompletedTask;
        }
    }

    public Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_namespaces.ContainsKey(name)) return Task.FromResult(false);
            if (_tables.Keys.Concat(_views.Keys).Any(item => item.Namespace == name) || _namespaces.Keys.Any(item => item != name && item.IsWithin(name)))
                throw new IcebergException(IcebergErrorKind.NamespaceNotEmpty, $"Namespace {name} is not empty; nothing was dropped");
            return Task.FromResult(_namespaces.Remove(name));
        }
    }

    public Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) => List(name, _tables.Keys);

    public Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_tables.ContainsKey(identifier));
    }

    public async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        var location = LocationOf(identifier) ?? throw new IcebergException(IcebergErrorKind.NoSuchTable, $"Table does not exist: {identifier}");
        return new Table(identifier, await MetadataFiles.ReadAsync(store, location, cancellationToken).ConfigureAwait(false), location, this, store);
    }

    public async Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        var updates = NewTable.Create(creation, Guid.NewGuid(), creation.Location ?? DefaultLocation(creation.Identifier));
        var commit = new TableCommit(creation.Identifier, [new TableRequirement.AssertCreate()], updates);
        return await CommitAsync(commit, cancellationToken).ConfigureAwait(false) is CommitOutcome.Committed committed
            ? new Table(creation.Identifier, committed.Metadata, committed.MetadataLocation, this, store)
            : throw AlreadyThere(creation.Identifier);
    }

    public Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireNamespace(creation.Identifier.Namespace);
            if (_tables.ContainsKey(creation.Identifier) || _views.ContainsKey(creation.Identifier)) throw AlreadyThere(creation.Identifier);
        }
        var uuid = Guid.NewGuid();
        return Task.FromResult(NewTable.Staged(creation, uuid, creation.Location ?? $"{DefaultLocation(creation.Identifier)}-{uuid:N}", time));
    }

    public async Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken)
    {
        var metadata = await MetadataFiles.ReadAsync(store, metadataLocation, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            RequireNamespace(identifier.Namespace);
            if (_views.ContainsKey(identifier) || (!overwrite && _tables.ContainsKey(identifier))) throw AlreadyThere(identifier);
            _tables[identifier] = metadataLocation;
        }
        return new Table(identifier, metadata, metadataLocation, this, store);
    }

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_tables.Remove(identifier));
    }

    public async Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        string? location;
        lock (_gate) _ = _tables.Remove(identifier, out location);
        return location is null ? null : new Table(identifier, await MetadataFiles.ReadAsync(store, location, cancellationToken).ConfigureAwait(false), location, this, store);
    }

    public async Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        if (LocationOf(identifier) is not { } location) return false;
        var metadata = await MetadataFiles.ReadAsync(store, location, cancellationToken).ConfigureAwait(false);
        if (!await DropTableAsync(identifier, cancellationToken).ConfigureAwait(false)) return false;
        await new TablePurge(store, metadata, location).RunAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        Rename(_tables, from, to, IcebergErrorKind.NoSuchTable, "Table");

    public async Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken) =>
        await CommitTransactionAsync([commit], cancellationToken).ConfigureAwait(false) switch
        {
            TransactionOutcome.Committed committed => committed.Tables[0],
            TransactionOutcome.Conflict conflict => new CommitOutcome.Conflict(conflict.Reason),
            TransactionOutcome.Unknown unknown => new CommitOutcome.Unknown(unknown.Cause),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public async Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken)
    {
        var swaps = new List<(TableIdentifier Identifier, string? From, CommitOutcome.Committed To)>();
        foreach (var commit in commits)
        {
            var from = LocationOf(commit.Identifier);
            var current = from is null ? null : await MetadataFiles.ReadAsync(store, from, cancellationToken).ConfigureAwait(false);
            switch (PreparedCommit.Of(commit, current, from, time))
            {
                case PreparedCommit.Conflict conflict:
                    return new TransactionOutcome.Conflict(commit.Identifier, conflict.Reason);
                case PreparedCommit.NoChange same:
                    swaps.Add((commit.Identifier, from, new CommitOutcome.Committed(same.Metadata, from!)));
                    break;
                case PreparedCommit.Ready ready:
                    var to = MetadataFiles.NextLocation(ready.Metadata, from);
                    await MetadataFiles.WriteAsync(store, to, ready.Metadata, cancellationToken).ConfigureAwait(false);
                    swaps.Add((commit.Identifier, from, new CommitOutcome.Committed(ready.Metadata, to)));
                    break;
            }
        }
        return Swap(swaps);
    }

    public Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) => List(name, _views.Keys);

    public Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_views.ContainsKey(identifier));
    }

    public Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        lock (_gate)
            return _views.TryGetValue(identifier, out var view)
                ? Task.FromResult(new View(identifier, view.Metadata, view.Location))
                : throw new IcebergException(IcebergErrorKind.NoSuchView, $"View does not exist: {identifier}");
    }

    public Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken)
    {
        var location = creation.Location ?? DefaultLocation(creation.Identifier);
        var metadata = new ViewMetadataBuilder(null, time).Apply(ViewMetadataBuilder.Create(creation, Guid.NewGuid(), location, time)).Build();
        lock (_gate)
        {
            RequireNamespace(creation.Identifier.Namespace);
            if (_tables.ContainsKey(creation.Identifier) || !_views.TryAdd(creation.Identifier, (metadata, location))) throw AlreadyThere(creation.Identifier);
        }
        return Task.FromResult(new View(creation.Identifier, metadata, location));
    }

    public async Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken)
    {
        var metadata = ViewMetadata.FromJsonBytes(await store.ReadAsync(metadataLocation, cancellationToken).ConfigureAwait(false), metadataLocation);
        lock (_gate)
        {
            RequireNamespace(identifier.Namespace);
            if (_tables.ContainsKey(identifier) || !_views.TryAdd(identifier, (metadata, metadataLocation))) throw AlreadyThere(identifier);
        }
        return new View(identifier, metadata, metadataLocation);
    }

    public Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_views.Remove(identifier));
    }

    public Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        Rename(_views, from, to, IcebergErrorKind.NoSuchView, "View");

    public Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_views.TryGetValue(commit.Identifier, out var view))
                throw new IcebergException(IcebergErrorKind.NoSuchView, $"View does not exist: {commit.Identifier}");
            if (ViewMetadataBuilder.FirstFailure(commit.Requirements, view.Metadata) is { } reason)
                return Task.FromResult<ViewCommitOutcome>(new ViewCommitOutcome.Conflict(reason));
            var next = new ViewMetadataBuilder(view.Metadata, time).Apply(commit.Updates).Build();
            _views[commit.Identifier] = (next, view.Location);
            return Task.FromResult<ViewCommitOutcome>(new ViewCommitOutcome.Committed(next, view.Location));
        }
    }

    TransactionOutcome Swap(List<(TableIdentifier Identifier, string? From, CommitOutcome.Committed To)> swaps)
    {
        lock (_gate)
        {
            foreach (var (identifier, from, _) in swaps)
            {
                RequireNamespace(identifier.Namespace);
                if (_views.ContainsKey(identifier)) throw AlreadyThere(identifier);
                if (_tables.GetValueOrDefault(identifier) != from)
                    return new TransactionOutcome.Conflict(identifier, $"{identifier} was changed by another commit");
            }
            foreach (var (identifier, _, to) in swaps) _tables[identifier] = to.MetadataLocation;
        }
        return new TransactionOutcome.Committed([.. swaps.Select(swap => swap.To)]);
    }

    Task<IReadOnlyList<TableIdentifier>> List(Namespace inside, IEnumerable<TableIdentifier> all)
    {
        lock (_gate)
        {
            RequireNamespace(inside);
            return Task.FromResult<IReadOnlyList<TableIdentifier>>([.. all.Where(item => item.Namespace == inside).OrderBy(item => item.Name, StringComparer.Ordinal)]);
        }
    }

    Task Rename<T>(Dictionary<TableIdentifier, T> all, TableIdentifier from, TableIdentifier to, IcebergErrorKind missing, string what)
    {
        lock (_gate)
        {
            RequireNamespace(to.Namespace);
            if (!all.TryGetValue(from, out var value)) throw new IcebergException(missing, $"{what} does not exist: {from}");
            if (_tables.ContainsKey(to) || _views.ContainsKey(to)) throw AlreadyThere(to);
            _ = all.Remove(from);
            all.Add(to, value);
            return Task.CompletedTask;
        }
    }

    string? LocationOf(TableIdentifier identifier)
    {
        lock (_gate) return _tables.GetValueOrDefault(identifier);
    }

    string DefaultLocation(TableIdentifier identifier) => $"{warehouse.TrimEnd('/')}/{string.Join('/', identifier.Namespace.Levels.Append(identifier.Name))}";

    void RequireNamespace(Namespace wanted)
    {
        if (!_namespaces.ContainsKey(wanted)) throw new IcebergException(IcebergErrorKind.NoSuchNamespace, $"Namespace does not exist: {wanted}");
    }

    static IcebergException AlreadyThere(TableIdentifier identifier) => new(IcebergErrorKind.AlreadyExists, $"Table or view already exists: {identifier}");
}
