using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Commits;

/// <summary>Commits with an unknown outcome: each one happens, or not, and the connection breaks either way.</summary>
sealed class CatalogThatLosesAnswers(ICatalog inner, bool happens) : ICatalog
{
    public int Commits { get; private set; }

    public Action? OnCommit { get; init; }

    public string Name => inner.Name;

    public async Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken)
    {
        Commits++;
        if (happens) _ = await inner.CommitAsync(commit, cancellationToken);
        OnCommit?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        throw new IcebergException(IcebergErrorKind.Unavailable, "connection reset");
    }

    public Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => inner.LoadTableAsync(identifier, cancellationToken);

    public Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task UpdateNamespaceAsync(Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();
}
