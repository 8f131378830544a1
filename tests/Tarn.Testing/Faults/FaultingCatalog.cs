using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;

namespace Tarn.Testing.Faults;

/// <summary>A catalog whose calls a <see cref="FaultPlan"/> spoils; the tables that it loads live in the given store.</summary>
public sealed class FaultingCatalog(ICatalog inner, IObjectStore store, FaultPlan plan) : ICatalog
{
    public string Name => inner.Name;

    public async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        Own(await plan.RunAsync($"load {identifier}", () => inner.LoadTableAsync(identifier, cancellationToken)));

    public Task<IReadOnlyDictionary<TableIdentifier, string>?> TableLocationsAsync(CancellationToken cancellationToken) => inner.TableLocationsAsync(cancellationToken);

    public Task<CatalogListing?> ListAllAsync(CancellationToken cancellationToken) => inner.ListAllAsync(cancellationToken);

    public async Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken) =>
        Own(await ChangeAsync($"create {creation.Identifier}", () => inner.CreateTableAsync(creation, cancellationToken)));

    public Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken) =>
        plan.RunAsync($"stage {creation.Identifier}", () => inner.StageTableAsync(creation, cancellationToken));

    public async Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken) =>
        Own(await ChangeAsync($"register {identifier}", () => inner.RegisterTableAsync(identifier, metadataLocation, overwrite, cancellationToken)));

    /// <summary>What another writer does just before the next change of tables; it may make changes itself, past this.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    async Task<T> ChangeAsync<T>(string name, Func<Task<T>> change)
    {
        if (BeforeCommit is { } other)
        {
            BeforeCommit = null;
            await other();
        }
        return await plan.RunAsync(name, change);
    }

    public Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken) =>
        ChangeAsync($"commit {commit.Identifier}", () => inner.CommitAsync(commit, cancellationToken));

    public Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken) =>
        ChangeAsync("commit transaction", () => inner.CommitTransactionAsync(commits, cancellationToken));

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        ChangeAsync($"drop {identifier}", () => inner.DropTableAsync(identifier, cancellationToken));

    public Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        plan.RunAsync($"unregister {identifier}", () => inner.UnregisterTableAsync(identifier, cancellationToken));

    public Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        plan.RunAsync($"purge {identifier}", () => inner.PurgeTableAsync(identifier, cancellationToken));

    public Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        ChangeAsync($"rename {from}", async () =>
        {
            await inner.RenameTableAsync(from, to, cancellationToken);
            return true;
        });

    public Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken) =>
        plan.RunAsync("list namespaces", () => inner.ListNamespacesAsync(parent, cancellationToken));

    public Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken) =>
        plan.RunAsync($"create {name}", () => inner.CreateNamespaceAsync(name, properties, cancellationToken));

    public Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken) =>
        plan.RunAsync($"load {name}", () => inner.LoadNamespaceAsync(name, cancellationToken));

    public Task UpdateNamespaceAsync(Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken) =>
        plan.RunAsync($"update {name}", () => inner.UpdateNamespaceAsync(name, updates, removals, cancellationToken));

    public Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken) =>
        plan.RunAsync($"drop {name}", () => inner.DropNamespaceAsync(name, cancellationToken));

    public Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) =>
        plan.RunAsync($"list tables of {name}", () => inner.ListTablesAsync(name, cancellationToken));

    public Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        plan.RunAsync($"look for {identifier}", () => inner.TableExistsAsync(identifier, cancellationToken));

    public Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) =>
        plan.RunAsync($"list views of {name}", () => inner.ListViewsAsync(name, cancellationToken));

    public Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        plan.RunAsync($"look for {identifier}", () => inner.ViewExistsAsync(identifier, cancellationToken));

    public Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        plan.RunAsync($"load {identifier}", () => inner.LoadViewAsync(identifier, cancellationToken));

    public Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken) =>
        plan.RunAsync($"create {creation.Identifier}", () => inner.CreateViewAsync(creation, cancellationToken));

    public Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken) =>
        plan.RunAsync($"register {identifier}", () => inner.RegisterViewAsync(identifier, metadataLocation, cancellationToken));

    public Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        plan.RunAsync($"drop {identifier}", () => inner.DropViewAsync(identifier, cancellationToken));

    public Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        plan.RunAsync($"rename {from}", () => inner.RenameViewAsync(from, to, cancellationToken));

    public Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken) =>
        plan.RunAsync($"commit {commit.Identifier}", () => inner.CommitViewAsync(commit, cancellationToken));

    Table Own(Table table) => table with { Catalog = this, Store = store };
}
