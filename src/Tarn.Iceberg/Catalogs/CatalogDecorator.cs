using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs;

/// <summary>A catalog that does what another one does, but for what is overridden.</summary>
public abstract class CatalogDecorator(ICatalog inner) : ICatalog
{
    protected ICatalog Inner { get; } = inner;

    public string Name => Inner.Name;

    public virtual Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken) => Inner.ListNamespacesAsync(parent, cancellationToken);

    public virtual Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken) =>
        Inner.CreateNamespaceAsync(name, properties, cancellationToken);

    public virtual Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken) => Inner.LoadNamespaceAsync(name, cancellationToken);

    public virtual Task UpdateNamespaceAsync(
        Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken) =>
        Inner.UpdateNamespaceAsync(name, updates, removals, cancellationToken);

    public virtual Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken) => Inner.DropNamespaceAsync(name, cancellationToken);

    public virtual Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) => Inner.ListTablesAsync(name, cancellationToken);

    public virtual Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.TableExistsAsync(identifier, cancellationToken);

    public virtual Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.LoadTableAsync(identifier, cancellationToken);

    public virtual Task<IReadOnlyDictionary<TableIdentifier, string>?> TableLocationsAsync(CancellationToken cancellationToken) => Inner.TableLocationsAsync(cancellationToken);

    public virtual Task<CatalogListing?> ListAllAsync(CancellationToken cancellationToken) => Inner.ListAllAsync(cancellationToken);

    public virtual Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken) => Inner.CreateTableAsync(creation, cancellationToken);

    public virtual Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken) => Inner.StageTableAsync(creation, cancellationToken);

    public virtual Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.UnregisterTableAsync(identifier, cancellationToken);

    public virtual Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.PurgeTableAsync(identifier, cancellationToken);

    public virtual Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken) =>
        Inner.RegisterViewAsync(identifier, metadataLocation, cancellationToken);

    public virtual Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken) =>
        Inner.RegisterTableAsync(identifier, metadataLocation, overwrite, cancellationToken);

    public virtual Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.DropTableAsync(identifier, cancellationToken);

    public virtual Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) => Inner.RenameTableAsync(from, to, cancellationToken);

    public virtual Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken) => Inner.CommitAsync(commit, cancellationToken);

    public virtual Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken) =>
        Inner.CommitTransactionAsync(commits, cancellationToken);

    public virtual Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) => Inner.ListViewsAsync(name, cancellationToken);

    public virtual Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.ViewExistsAsync(identifier, cancellationToken);

    public virtual Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.LoadViewAsync(identifier, cancellationToken);

    public virtual Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken) => Inner.CreateViewAsync(creation, cancellationToken);

    public virtual Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) => Inner.DropViewAsync(identifier, cancellationToken);

    public virtual Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) => Inner.RenameViewAsync(from, to, cancellationToken);

    public virtual Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken) => Inner.CommitViewAsync(commit, cancellationToken);
}
