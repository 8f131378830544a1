using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;
using Tarn.Storage.State;

namespace Tarn.Storage.Catalogs;

/// <summary>A catalog in the state store: names, and for each the location of its present metadata file.</summary>
public sealed class SqliteCatalog : ICatalog
{
    readonly CatalogStore catalog;
    readonly IObjectStore store;
    readonly string warehouse;
    readonly TimeProvider time;
    readonly MetadataCache cache;
    readonly TableCommits tables;
    readonly ViewCommits views;

    /// <param name="name">The first part of fully qualified names: "tarn".</param>
    /// <param name="database">Shared with other processes.</param>
    /// <param name="store">Where metadata files are written.</param>
    /// <param name="warehouse">Location below which new tables get their folders.</param>
    /// <param name="time">For the instants in metadata.</param>
    public SqliteCatalog(string name, StateDatabase database, IObjectStore store, string warehouse, TimeProvider time)
    {
        Name = name;
        catalog = new CatalogStore(database);
        this.store = store;
        this.time = time;
        this.warehouse = warehouse.TrimEnd('/');
        cache = new MetadataCache(store);
        tables = new TableCommits(catalog, store, cache, time);
        views = new ViewCommits(catalog, store, time);
    }

    public string Name { get; }

    public async Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken)
    {
        var (exists, below) = await catalog.ReadAsync(
            session => (parent.IsRoot || CatalogRows.Exists(session, parent), CatalogRows.NamespacesBelow(session, parent)), cancellationToken).ConfigureAwait(false);
        return exists ? below : throw NameErrors.NoNamespace(parent);
    }

    public async Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        CatalogNames.Check(name);
        var problem = await catalog.WriteAsync(session =>
        {
            if (CatalogRows.Exists(session, name)) return new IcebergException(IcebergErrorKind.AlreadyExists, $"Namespace already exists: {name}");
            if (!name.Parent.IsRoot && !CatalogRows.Exists(session, name.Parent)) return NameErrors.NoNamespace(name.Parent);
            CatalogRows.Add(session, name, properties);
            return null;
        }, cancellationToken).ConfigureAwait(false);
        if (problem is not null) throw problem;
    }

    public Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken) =>
        catalog.ReadAsync(session => CatalogRows.Properties(session, name), cancellationToken);

    public async Task UpdateNamespaceAsync(
        Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken)
    {
        if (removals.FirstOrDefault(updates.ContainsKey) is { } both)
            throw new IcebergException(IcebergErrorKind.InvalidArgument, $"The property {both} is to be both set and removed");
        var found = await catalog.WriteAsync(session =>
        {
            if (CatalogRows.Properties(session, name) is not { } properties) return false;
            CatalogRows.Update(session, name, properties.RemoveRange(removals).SetItems(updates));
            return true;
        }, cancellationToken).ConfigureAwait(false);
        if (!found) throw NameErrors.NoNamespace(name);
    }

    public async Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken)
    {
        var (isEmpty, removed) = await catalog.WriteAsync(
            session => CatalogRows.IsEmpty(session, name) ? (true, CatalogRows.Remove(session, name)) : (false, false), cancellationToken).ConfigureAwait(false);
        return isEmpty ? removed : throw new IcebergException(IcebergErrorKind.NamespaceNotEmpty, $"Namespace {name} is not empty; drop its tables, views and namespaces first");
    }

    public Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) =>
        ListAsync(name, EntryKind.Table, cancellationToken);

    public Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        ExistsAsync(identifier, EntryKind.Table, cancellationToken);

    public async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        string? missing = null;
        while (true)
        {
            var entry = await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false);
            if (entry is not { Kind: EntryKind.Table }) throw NameErrors.NoTable(identifier);
            try
            {
                return new Table(identifier, await cache.LoadAsync(entry.MetadataLocation, cancellationToken).ConfigureAwait(false), entry.MetadataLocation, this, store);
            }
            catch (IcebergException e) when (e.Kind == IcebergErrorKind.ObjectNotFound && entry.MetadataLocation != missing)
            {
                // Commits may have moved the pointer since, and let the file go: lost is what the pointer still names.
                missing = entry.MetadataLocation;
            }
        }
    }

    public async Task<IReadOnlyDictionary<TableIdentifier, string>?> TableLocationsAsync(CancellationToken cancellationToken) =>
        await catalog.ReadAsync(CatalogRows.TableLocations, cancellationToken).ConfigureAwait(false);

    public async Task<CatalogListing?> ListAllAsync(CancellationToken cancellationToken) =>
        await catalog.ReadAsync(CatalogRows.All, cancellationToken).ConfigureAwait(false);

    public async Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        CatalogNames.Check(creation.Identifier);
        var uuid = Guid.NewGuid();
        var location = creation.Location ?? await NewFolderAsync(creation.Identifier, uuid, cancellationToken).ConfigureAwait(false);
        var commit = new TableCommit(creation.Identifier, [new TableRequirement.AssertCreate()], NewTable.Create(creation, uuid, location));
        return await CommitAsync(commit, cancellationToken).ConfigureAwait(false) switch
        {
            CommitOutcome.Committed committed => new Table(creation.Identifier, committed.Metadata, committed.MetadataLocation, this, store),
            CommitOutcome.Conflict => throw NameErrors.Taken(creation.Identifier, EntryKind.Table, EntryKind.Table),
            CommitOutcome.Unknown unknown => throw NameErrors.Unknown(creation.Identifier, unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    public async Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        var identifier = creation.Identifier;
        CatalogNames.Check(identifier);
        var (exists, entry) = await catalog.ReadAsync(
            session => (CatalogRows.Exists(session, identifier.Namespace), CatalogRows.Find(session, identifier)), cancellationToken).ConfigureAwait(false);
        if (!exists) throw NameErrors.NoNamespace(identifier.Namespace);
        if (entry is not null) throw NameErrors.Taken(identifier, entry.Kind, EntryKind.Table);
        var uuid = Guid.NewGuid();
        // Files are written there before the name is taken: no other table may choose the same folder meanwhile.
        var staged = NewTable.Staged(creation, uuid, creation.Location ?? UniqueFolder(identifier, uuid), time);
        NamedLocations.Demand(store, null, staged);
        return staged;
    }

    public async Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken)
    {
        CatalogNames.Check(identifier);
        var entry = await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false);
        if (entry is not null && (!overwrite || entry.Kind == EntryKind.View)) throw NameErrors.Taken(identifier, entry.Kind, EntryKind.Table);
        LocationText.Demand(metadataLocation, "a metadata file", store);
        var metadata = await cache.LoadAsync(metadataLocation, cancellationToken).ConfigureAwait(false);
        NamedLocations.Demand(store, null, metadata);
        var swap = new PointerSwap(identifier, EntryKind.Table, metadata.TableUuid ?? Guid.Empty, entry?.MetadataLocation, metadataLocation);
        return await catalog.SwapAsync([swap], cancellationToken).ConfigureAwait(false) switch
        {
            SwapOutcome.Swapped => new Table(identifier, metadata, metadataLocation, this, store),
            SwapOutcome.NoNamespace missing => throw NameErrors.NoNamespace(missing.Name),
            SwapOutcome.Moved when !overwrite => throw NameErrors.Taken(identifier, EntryKind.Table, EntryKind.Table),
            SwapOutcome.Moved => throw new IcebergException(IcebergErrorKind.CommitConflict, $"{identifier} changed while it was registered; try again"),
            SwapOutcome.Unknown unknown => throw NameErrors.Unknown(identifier, unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        catalog.WriteAsync(session => CatalogRows.Remove(session, identifier, EntryKind.Table), cancellationToken);

    public async Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        var last = await catalog.WriteAsync(
            session => CatalogRows.Find(session, identifier) is { Kind: EntryKind.Table } entry && CatalogRows.Remove(session, identifier, EntryKind.Table) ? entry : null,
            cancellationToken).ConfigureAwait(false);
        if (last is null) return null;
        return new Table(identifier, await cache.ReadAsync(last.MetadataLocation, CancellationToken.None).ConfigureAwait(false), last.MetadataLocation, this, store);
    }

    public async Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        if (!await TableExistsAsync(identifier, cancellationToken).ConfigureAwait(false)) return false;
        var table = await LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        var (dropped, shared) = await catalog.WriteAsync(
            session => (CatalogRows.Remove(session, identifier, EntryKind.Table), CatalogRows.LivesBelow(session, table.Location)), cancellationToken).ConfigureAwait(false);
        if (dropped && !shared) await new TablePurge(store, table.Metadata, table.MetadataLocation).RunAsync(cancellationToken).ConfigureAwait(false);
        return dropped;
    }

    public Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        RenameAsync(from, to, EntryKind.Table, cancellationToken);

    public async Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken) =>
        await CommitTransactionAsync([commit], cancellationToken).ConfigureAwait(false) switch
        {
            TransactionOutcome.Committed committed => committed.Tables[0],
            TransactionOutcome.Conflict conflict => new CommitOutcome.Conflict(conflict.Reason),
            TransactionOutcome.Unknown unknown => new CommitOutcome.Unknown(unknown.Cause),
            _ => throw new UnreachableException(),
        };

    public Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken)
    {
        foreach (var commit in commits) CatalogNames.Check(commit.Identifier);
        return commits.Count == 0
            ? Task.FromResult<TransactionOutcome>(new TransactionOutcome.Committed([]))
            : tables.CommitAsync(commits, cancellationToken);
    }

    public Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) =>
        ListAsync(name, EntryKind.View, cancellationToken);

    public Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        ExistsAsync(identifier, EntryKind.View, cancellationToken);

    public async Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        var entry = await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false);
        if (entry is not { Kind: EntryKind.View }) throw NameErrors.NoView(identifier);
        return new View(identifier, await views.ReadAsync(entry.MetadataLocation, cancellationToken).ConfigureAwait(false), entry.MetadataLocation);
    }

    public async Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken)
    {
        CatalogNames.Check(creation.Identifier);
        var uuid = Guid.NewGuid();
        var location = creation.Location ?? await NewFolderAsync(creation.Identifier, uuid, cancellationToken).ConfigureAwait(false);
        var commit = new ViewCommit(creation.Identifier, [], ViewMetadataBuilder.Create(creation, uuid, location, time));
        return await views.CommitAsync(commit, mustBeNew: true, cancellationToken).ConfigureAwait(false) switch
        {
            ViewCommitOutcome.Committed committed => new View(creation.Identifier, committed.Metadata, committed.MetadataLocation),
            ViewCommitOutcome.Conflict => throw NameErrors.Taken(creation.Identifier, EntryKind.View, EntryKind.View),
            ViewCommitOutcome.Unknown unknown => throw NameErrors.Unknown(creation.Identifier, unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    public async Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken)
    {
        CatalogNames.Check(identifier);
        if (await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false) is { } entry) throw NameErrors.Taken(identifier, entry.Kind, EntryKind.View);
        LocationText.Demand(metadataLocation, "a metadata file", store);
        var metadata = await views.ReadAsync(metadataLocation, cancellationToken).ConfigureAwait(false);
        NamedLocations.Demand(store, metadata);
        var swap = new PointerSwap(identifier, EntryKind.View, metadata.ViewUuid, null, metadataLocation);
        return await catalog.SwapAsync([swap], cancellationToken).ConfigureAwait(false) switch
        {
            SwapOutcome.Swapped => new View(identifier, metadata, metadataLocation),
            SwapOutcome.NoNamespace missing => throw NameErrors.NoNamespace(missing.Name),
            SwapOutcome.Moved => throw NameErrors.Taken(identifier, EntryKind.View, EntryKind.View),
            SwapOutcome.Unknown unknown => throw NameErrors.Unknown(identifier, unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    public Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        catalog.WriteAsync(session => CatalogRows.Remove(session, identifier, EntryKind.View), cancellationToken);

    public Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        RenameAsync(from, to, EntryKind.View, cancellationToken);

    public Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken) =>
        views.CommitAsync(commit, mustBeNew: false, cancellationToken);

    async Task<IReadOnlyList<TableIdentifier>> ListAsync(Namespace name, EntryKind kind, CancellationToken cancellationToken)
    {
        var (exists, names) = await catalog.ReadAsync(
            session => (CatalogRows.Exists(session, name), CatalogRows.Names(session, name, kind)), cancellationToken).ConfigureAwait(false);
        return exists || name.IsRoot ? names : throw NameErrors.NoNamespace(name);
    }

    async Task<bool> ExistsAsync(TableIdentifier identifier, EntryKind kind, CancellationToken cancellationToken) =>
        (await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false))?.Kind == kind;

    async Task RenameAsync(TableIdentifier from, TableIdentifier to, EntryKind kind, CancellationToken cancellationToken)
    {
        CatalogNames.Check(to);
        var problem = await catalog.WriteAsync(session =>
        {
            if (CatalogRows.Find(session, from)?.Kind != kind) return kind == EntryKind.View ? NameErrors.NoView(from) : NameErrors.NoTable(from);
            if (!CatalogRows.Exists(session, to.Namespace)) return NameErrors.NoNamespace(to.Namespace);
            if (CatalogRows.Find(session, to) is { } taken) return NameErrors.CannotRename(from, to, taken.Kind);
            CatalogRows.Rename(session, from, to);
            return null;
        }, cancellationToken).ConfigureAwait(false);
        if (problem is not null) throw problem;
    }

    /// <summary>The folder of the name, or one beside it where files are there already: of a dropped table, or of one that was renamed.</summary>
    async Task<string> NewFolderAsync(TableIdentifier identifier, Guid uuid, CancellationToken cancellationToken)
    {
        var folder = CatalogNames.Folder(identifier);
        var location = $"{warehouse}/{folder}";
        if (CatalogNames.IsCut(folder)) return UniqueFolder(identifier, uuid);
        await foreach (var _ in store.ListAsync(location + "/", cancellationToken).ConfigureAwait(false)) return UniqueFolder(identifier, uuid);
        return location;
    }

    string UniqueFolder(TableIdentifier identifier, Guid uuid) => $"{warehouse}/{CatalogNames.Folder(identifier)}-{uuid.ToString("N")[..12]}";
}
