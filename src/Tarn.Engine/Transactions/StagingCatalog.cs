using Tarn.Iceberg.Catalogs;

namespace Tarn.Engine.Transactions;

/// <summary>The catalog within a transaction: a commit changes the transaction's own view of the table, and nobody else's.</summary>
internal sealed class StagingCatalog(ICatalog inner, Transaction transaction) : CatalogDecorator(inner)
{
    public Transaction Transaction => transaction;

    public override Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) => transaction.LoadTableAsync(identifier, cancellationToken);

    public override Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken) => Task.FromResult(transaction.Stage(commit));
}
