using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>Commits a change of a table's metadata alone (schema, spec, order, properties, references): planned anew on the table as it is at each try.</summary>
public static class MetadataCommit
{
    /// <param name="table">The table; the first try uses it as it is.</param>
    /// <param name="plan">The updates for the metadata that it is given; none where it is as wanted already, which counts as committed.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="cancellationToken">Cancels before a try and while waiting.</param>
    /// <returns>Also a plan that no longer fits is a <see cref="CommitOutcome.Conflict"/>.</returns>
    /// <exception cref="IcebergException">The change does not fit the table; nothing was committed.</exception>
    public static async Task<CommitOutcome> RunAsync(
        Table table, Func<TableMetadata, ImmutableArray<TableUpdate>> plan, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await new CommitLoop(table.Catalog, time).RunAsync(table, (now, _) => Task.FromResult(Attempt(now.Metadata, plan)), cancellationToken).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.CommitConflict)
        {
            return new CommitOutcome.Conflict(e.Message);
        }
    }

    static CommitAttempt Attempt(TableMetadata metadata, Func<TableMetadata, ImmutableArray<TableUpdate>> plan)
    {
        var updates = plan(metadata);
        return new CommitAttempt(TableRequirements.For(metadata, updates), updates);
    }
}
