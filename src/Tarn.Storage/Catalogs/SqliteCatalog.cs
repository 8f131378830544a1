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
        return exists ? below : throw NoNamespace(parent);
    }

    public async Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        CatalogNames.Check(name);
        var problem = await catalog.WriteAsync(session =>
        {
            if (CatalogRows.Exists(session, name)) return new IcebergException(IcebergErrorKind.AlreadyExists, $"Namespace already exists: {name}");
            if (!name.Parent.IsRoot && !CatalogRows.Exists(session, name.Parent)) return NoNamespace(name.Parent);
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
        if (!found) throw NoNamespace(name);
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
        var entry = await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false);
        if (entry is not { Kind: EntryKind.Table }) throw new IcebergException(IcebergErrorKind.NoSuchTable, $"Table does not exist: {identifier}");
        var metadata = await cache.ReadAsync(entry.MetadataLocation, cancellationToken).ConfigureAwait(false);
        return new Table(identifier, metadata, entry.MetadataLocation, this, store);
    }

    public async Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        CatalogNames.Check(creation.Identifier);
        var uuid = Guid.NewGuid();
        var location = creation.Location ?? await NewFolderAsync(creation.Identifier, uuid, cancellationToken).ConfigureAwait(false);
        var commit = new TableCommit(creation.Identifier, [new TableRequirement.AssertCreate()], NewTable.Create(creation, uuid, location));
        return await CommitAsync(commit, cancellationToken).ConfigureAwait(false) switch
        {
            CommitOutcome.Committed committed => new Table(creation.Identifier, committed.Metadata, committed.MetadataLocation, this, store),
            CommitOutcome.Conflict => throw AlreadyExists(creation.Identifier),
            CommitOutcome.Unknown unknown => throw Unknown(creation.Identifier, unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    public async Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken)
    {
        CatalogNames.Check(identifier);
        var metadata = await cache.ReadAsync(metadataLocation, cancellationToken).ConfigureAwait(false);
        var entry = await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false);
        if (entry is not null && (!overwrite || entry.Kind == EntryKind.View)) throw AlreadyExists(identifier);
        var swap = new PointerSwap(identifier, EntryKind.Table, metadata.TableUuid ?? Guid.Empty, entry?.MetadataLocation, metadataLocation);
        return await catalog.SwapAsync([swap], cancellationToken).ConfigureAwait(false) switch
        {
            SwapOutcome.Swapped => new Table(identifier, metadata, metadataLocation, this, store),
            SwapOutcome.NoNamespace missing => throw NoNamespace(missing.Name),
            SwapOutcome.Moved when !overwrite => throw AlreadyExists(identifier),
            SwapOutcome.Moved => throw new IcebergException(IcebergErrorKind.CommitConflict, $"{identifier} changed while it was registered; try again"),
            SwapOutcome.Unknown unknown => throw Unknown(identifier, unknown.Cause),
            _ => throw new UnreachableException(),
        };
    }

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        catalog.WriteAsync(session => CatalogRows.Remove(session, identifier, EntryKind.Table), cancellationToken);

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
        if (entry is not { Kind: EntryKind.View }) throw NoView(identifier);
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
            ViewCommitOutcome.Conflict => throw AlreadyExists(creation.Identifier),
            ViewCommitOutcome.Unknown unknown => throw Unknown(creation.Identifier, unknown.Cause),
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
        return exists || name.IsRoot ? names : throw NoNamespace(name);
    }

    async Task<bool> ExistsAsync(TableIdentifier identifier, EntryKind kind, CancellationToken cancellationToken) =>
        (await catalog.FindAsync(identifier, cancellationToken).ConfigureAwait(false))?.Kind == kind;

    async Task RenameAsync(TableIdentifier from, TableIdentifier to, EntryKind kind, CancellationToken cancellationToken)
    {
        CatalogNames.Check(to);
        var problem = await catalog.WriteAsync(session =>
        {
            if (CatalogRows.Find(session, from)?.Kind != kind) return kind == EntryKind.View ? NoView(from) : new IcebergException(IcebergErrorKind.NoSuchTable, $"Table does not exist: {from}");
            if (!CatalogRows.Exists(session, to.Namespace)) return NoNamespace(to.Namespace);
            if (CatalogRows.Find(session, to) is not null) return AlreadyExists(to);
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
        if (CatalogNames.IsCut(folder)) return Unique();
        await foreach (var _ in store.ListAsync(location + "/", cancellationToken).ConfigureAwait(false)) return Unique();
        return location;

        string Unique() => $"{location}-{uuid.ToString("N")[..8]}";
    }

    static IcebergException NoNamespace(Namespace name) => new(IcebergErrorKind.NoSuchNamespace, $"Namespace does not exist: {name}");

    static IcebergException NoView(TableIdentifier identifier) => new(IcebergErrorKind.NoSuchView, $"View does not exist: {identifier}");

    static IcebergException AlreadyExists(TableIdentifier identifier) => new(IcebergErrorKind.AlreadyExists, $"Table or view already exists: {identifier}");

    static IcebergException Unknown(TableIdentifier identifier, Exception cause) =>
        new(IcebergErrorKind.OutcomeUnknown, $"{identifier} may or may not have been created; look before trying again", cause);
}
