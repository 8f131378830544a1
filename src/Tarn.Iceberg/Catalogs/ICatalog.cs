using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs;

/// <summary>Names for tables and views, and the one place where a table's current metadata is swapped.</summary>
/// <remarks>
/// Errors are <see cref="IcebergException"/>s of the kinds <see cref="IcebergErrorKind.NoSuchNamespace"/>, <see cref="IcebergErrorKind.NoSuchTable"/>,
/// <see cref="IcebergErrorKind.NoSuchView"/>, <see cref="IcebergErrorKind.AlreadyExists"/>, <see cref="IcebergErrorKind.NamespaceNotEmpty"/>,
/// <see cref="IcebergErrorKind.InvalidArgument"/> and <see cref="IcebergErrorKind.Unavailable"/>. Commits answer by <see cref="CommitOutcome"/>.
/// Tables and views share one space of names. All calls are safe to use from several threads and processes.
/// </remarks>
public interface ICatalog
{
    string Name { get; }

    /// <summary>The namespaces directly below one.</summary>
    Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken);

    /// <summary>Creates a namespace, whose parent must exist.</summary>
    Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken);

    /// <summary>The properties of a namespace, or null where it is not there.</summary>
    Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken);

    /// <summary>Sets and removes properties in one step.</summary>
    Task UpdateNamespaceAsync(
        Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken);

    /// <summary>Removes an empty namespace; false where it is not there.</summary>
    Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken);

    Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken);

    Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    /// <summary>The metadata files of all tables at one instant, for readers of several tables whose states must belong together; null where the catalog cannot tell.</summary>
    Task<IReadOnlyDictionary<TableIdentifier, string>?> TableLocationsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<TableIdentifier, string>?>(null);

    /// <summary>All names with their metadata files at one instant, without reading those; null where the catalog cannot tell.</summary>
    Task<CatalogListing?> ListAllAsync(CancellationToken cancellationToken) => Task.FromResult<CatalogListing?>(null);

    Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken);

    /// <summary>The metadata that a table would have, in a folder of its own that no other table gets. Nothing is stored and no name is taken.</summary>
    /// <remarks>A commit with <see cref="Commits.TableRequirement.AssertCreate"/> and the updates that make this metadata creates the table.</remarks>
    Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken);

    /// <summary>Gives a name to a table whose metadata file is there already.</summary>
    /// <param name="identifier">The name.</param>
    /// <param name="metadataLocation">The metadata file.</param>
    /// <param name="overwrite">Point an existing table to the file instead of failing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Takes the name away; files stay. False where it is not there.</summary>
    Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    /// <summary>Takes the name away and gives the table as it was last: no later commit finds it. Files stay. Null where it is not there.</summary>
    Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    /// <summary>Takes the name away and deletes the files that the table's metadata reaches in its own folders. False where it is not there.</summary>
    /// <remarks>
    /// Files elsewhere stay, and all of them do where another table or view lives in the same folder; with <c>gc.enabled=false</c> the data files stay.
    /// </remarks>
    Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken);

    /// <summary>Checks the requirements against the table's current metadata, applies the updates and swaps the metadata, atomically.</summary>
    /// <remarks>With <see cref="Commits.TableRequirement.AssertCreate"/> it creates the table.</remarks>
    Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken);

    /// <summary>Several tables at once: all of the commits or none.</summary>
    Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken);

    Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken);

    Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken);

    /// <summary>Gives a name to a view whose metadata file is there already.</summary>
    Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken);

    /// <summary>Takes the name away; false where it is not there.</summary>
    Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken);

    Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken);

    Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken);
}
