using System.Diagnostics;
using System.Globalization;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;

namespace Tarn.Storage.Catalogs;

/// <summary>Commits views as <see cref="TableCommits"/> commits tables.</summary>
sealed class ViewCommits(CatalogStore catalog, IObjectStore store, TimeProvider time)
{
    const int MaxAttempts = 20;

    public async Task<ViewMetadata> ReadAsync(string location, CancellationToken cancellationToken) =>
        ViewMetadata.FromJsonBytes(await store.ReadAsync(location, cancellationToken).ConfigureAwait(false), location);

    /// <param name="commit">The change.</param>
    /// <param name="mustBeNew">Create the view; else it must exist.</param>
    /// <param name="cancellationToken">Ends the attempt before the swap.</param>
    /// <exception cref="IcebergException">Nothing was committed.</exception>
    public async Task<ViewCommitOutcome> CommitAsync(ViewCommit commit, bool mustBeNew, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var entry = await catalog.FindAsync(commit.Identifier, cancellationToken).ConfigureAwait(false);
            if (mustBeNew && entry is not null) throw NameErrors.Taken(commit.Identifier, entry.Kind, EntryKind.View);
            if (!mustBeNew && entry is not { Kind: EntryKind.View }) throw NameErrors.NoView(commit.Identifier);
            var current = entry is null ? null : await ReadAsync(entry.MetadataLocation, cancellationToken).ConfigureAwait(false);
            if (ViewMetadataBuilder.FirstFailure(commit.Requirements, current) is { } reason) return new ViewCommitOutcome.Conflict(reason);
            var next = new ViewMetadataBuilder(current, time).Apply(commit.Updates).Build();
            NamedLocations.Demand(store, next);
            if (await SwapAsync(commit.Identifier, entry?.MetadataLocation, next, cancellationToken).ConfigureAwait(false) is { } outcome) return outcome;
        }
        return new ViewCommitOutcome.Conflict($"The view changed {MaxAttempts} times while this commit was made; try again");
    }

    /// <returns>Null where somebody else was faster.</returns>
    async Task<ViewCommitOutcome?> SwapAsync(TableIdentifier identifier, string? from, ViewMetadata next, CancellationToken cancellationToken)
    {
        var version = from is null ? 0 : MetadataFiles.VersionOf(from) + 1;
        var folder = next.Properties.GetValueOrDefault(TableProperties.MetadataPath)?.TrimEnd('/') ?? $"{next.Location}/metadata";
        var to = $"{folder}/{version.ToString("D5", CultureInfo.InvariantCulture)}-{Guid.NewGuid():D}.metadata.json";
        await store.WriteAsync(to, next.ToJsonBytes(), WriteMode.CreateNew, cancellationToken).ConfigureAwait(false);
        SwapOutcome? swapped = null;
        try
        {
            swapped = await catalog.SwapAsync([new PointerSwap(identifier, EntryKind.View, next.ViewUuid, from, to)], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (swapped is not (SwapOutcome.Swapped or SwapOutcome.Unknown)) await store.DeleteAsync(to, CancellationToken.None).ConfigureAwait(false);
        }
        return swapped switch
        {
            SwapOutcome.Swapped => new ViewCommitOutcome.Committed(next, to),
            SwapOutcome.Moved => null,
            SwapOutcome.NoNamespace missing => throw NameErrors.NoNamespace(missing.Name),
            SwapOutcome.Unknown unknown => await ReconcileAsync(identifier, next, to, unknown.Cause).ConfigureAwait(false),
            _ => throw new UnreachableException(),
        };
    }

    async Task<ViewCommitOutcome> ReconcileAsync(TableIdentifier identifier, ViewMetadata next, string to, StorageException cause)
    {
        try
        {
            var entry = await catalog.FindAsync(identifier, CancellationToken.None).ConfigureAwait(false);
            return entry?.MetadataLocation == to ? new ViewCommitOutcome.Committed(next, to) : new ViewCommitOutcome.Unknown(cause);
        }
        catch (IcebergException e)
        {
            return new ViewCommitOutcome.Unknown(new AggregateException(cause, e));
        }
    }
}
