using System.Collections.Immutable;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Sessions;

/// <summary>The catalog as the commit of a table that is not there yet sees it: what the commit adds and what makes the table become one commit.</summary>
/// <param name="inner">The catalog.</param>
/// <param name="requirements">What must hold instead of what the commit asks of the staged table.</param>
/// <param name="updates">What makes or replaces the table, before the commit's own updates.</param>
internal sealed class StagedCatalog(ICatalog inner, ImmutableArray<TableRequirement> requirements, ImmutableArray<TableUpdate> updates) : CatalogDecorator(inner)
{
    ImmutableArray<long> _tried = [];

    public override Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken)
    {
        _tried = _tried.AddRange(commit.Updates.OfType<TableUpdate.AddSnapshot>().Select(update => update.Snapshot.SnapshotId));
        return Inner.CommitAsync(new TableCommit(commit.Identifier, requirements, [.. updates, .. commit.Updates]), cancellationToken);
    }

    /// <summary>
    /// A commit loads the table after an answer that was lost, and finds its own snapshot or not; and after a conflict, where a staged table cannot be rebased:
    /// somebody else made or changed it.
    /// </summary>
    public override async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        var table = await Inner.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        if (_tried.Any(id => table.Metadata.SnapshotById(id) is not null)) return table;
        throw new IcebergException(IcebergErrorKind.CommitConflict, $"{identifier} was created or changed by somebody else meanwhile");
    }
}
