using System.Collections.Immutable;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Sessions;

/// <summary>The catalog as the commit of a table that is not there yet sees it: what the commit adds and what makes the table become one commit.</summary>
/// <param name="inner">The catalog.</param>
/// <param name="requirements">What must hold instead of what the commit asks of the staged table.</param>
/// <param name="updates">What makes or replaces the table, before the commit's own updates.</param>
internal sealed class StagedCatalog(ICatalog inner, ImmutableArray<TableRequirement> requirements, ImmutableArray<TableUpdate> updates) : ICatalog
{
    public string Name => inner.Name;

    public Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken) =>
        inner.CommitAsync(new TableCommit(commit.Identifier, requirements, [.. updates, .. commit.Updates]), cancellationToken);

    /// <summary>A commit loads the table only after a conflict, and a staged table cannot be rebased: somebody else made or changed it.</summary>
    public async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        _ = await inner.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        throw new IcebergException(IcebergErrorKind.CommitConflict, $"{identifier} was created or changed by somebody else meanwhile");
    }

    public Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken) => inner.ListNamespacesAsync(parent, cancellationToken);

    public Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken) =>
        inner.CreateNamespaceAsync(name, properties, cancellationToken);

    public Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken) => inner.LoadNamespaceAsync(name, cancellationToken);

    public Task UpdateNamespaceAsync(Namespace name, IReadOnlyDictionary<string, string> changes, IReadOnlyCollection<string> removals, CancellationToken cancellationToken) =>
        inner.UpdateNamespaceAsync(name, changes, removals, cancellationToken);

    public Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken) => inner.DropNamespaceAsync(name, cancellationToken);

    public Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) => inner.ListTablesAsync(name, cancellationToken);

    public Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.TableExistsAsync(identifier, cancellationToken);

    public Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken) => inner.CreateTableAsync(creation, cancellationToken);

    public Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken) => inner.StageTableAsync(creation, cancellationToken);

    public Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken) =>
        inner.RegisterTableAsync(identifier, metadataLocation, overwrite, cancellationToken);

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.DropTableAsync(identifier, cancellationToken);

    public Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.UnregisterTableAsync(identifier, cancellationToken);

    public Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.PurgeTableAsync(identifier, cancellationToken);

    public Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) => inner.RenameTableAsync(from, to, cancellationToken);

    public Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken) =>
        inner.CommitTransactionAsync(commits, cancellationToken);

    public Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) => inner.ListViewsAsync(name, cancellationToken);

    public Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.ViewExistsAsync(identifier, cancellationToken);

    public Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.LoadViewAsync(identifier, cancellationToken);

    public Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken) => inner.CreateViewAsync(creation, cancellationToken);

    public Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken) =>
        inner.RegisterViewAsync(identifier, metadataLocation, cancellationToken);

    public Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.DropViewAsync(identifier, cancellationToken);

    public Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) => inner.RenameViewAsync(from, to, cancellationToken);

    public Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken) => inner.CommitViewAsync(commit, cancellationToken);
}
