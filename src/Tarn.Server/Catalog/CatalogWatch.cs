using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Server.Catalog;

/// <summary>Knows the catalog's names and columns, read again when what it has is too old for the question.</summary>
/// <remarks>Other processes write to the same catalog, so nothing tells it of changes; reading everything is a walk over the catalog and one metadata file a table.</remarks>
sealed class CatalogWatch(ICatalog catalog, TimeProvider time, ILogger<CatalogWatch> log) : IDisposable
{
    const int MaxDepth = 16;
    const int MaxTables = 50_000;

    readonly SemaphoreSlim _reading = new(1);
    volatile CatalogState _state = CatalogState.Nothing;

    /// <summary>The catalog as it was at most <paramref name="maxAge"/> ago.</summary>
    public async ValueTask<CatalogState> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (IsFresh(maxAge)) return _state;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return IsFresh(maxAge) ? _state : _state = await WalkAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>One table or view, as it is now; null where there is none.</summary>
    public async Task<KnownTable?> FindAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        try
        {
            if (await catalog.TableExistsAsync(identifier, cancellationToken))
                return new KnownTable(identifier, (await catalog.LoadTableAsync(identifier, cancellationToken)).Metadata, null, false);
            return await catalog.ViewExistsAsync(identifier, cancellationToken)
                ? new KnownTable(identifier, null, (await catalog.LoadViewAsync(identifier, cancellationToken)).Metadata, true)
                : null;
        }
        catch (IcebergException gone) when (gone.Kind is IcebergErrorKind.NoSuchTable or IcebergErrorKind.NoSuchView or IcebergErrorKind.NoSuchNamespace)
        {
            return null;
        }
    }

    public void Dispose() => _reading.Dispose();

    bool IsFresh(TimeSpan maxAge) => time.GetUtcNow() - _state.AsOf <= maxAge;

    async Task<CatalogState> WalkAsync(CancellationToken cancellationToken)
    {
        var asOf = time.GetUtcNow();
        var namespaces = ImmutableArray.CreateBuilder<Namespace>();
        var tables = ImmutableArray.CreateBuilder<KnownTable>();
        await WalkAsync(Namespace.Root, 0, namespaces, tables, cancellationToken);
        return new CatalogState(asOf, namespaces.ToImmutable(), tables.ToImmutable());
    }

    async Task WalkAsync(
        Namespace parent, int depth, ImmutableArray<Namespace>.Builder namespaces, ImmutableArray<KnownTable>.Builder tables, CancellationToken cancellationToken)
    {
        foreach (var child in await catalog.ListNamespacesAsync(parent, cancellationToken))
        {
            namespaces.Add(child);
            foreach (var table in await catalog.ListTablesAsync(child, cancellationToken)) await AddAsync(table, isView: false, tables, cancellationToken);
            foreach (var view in await catalog.ListViewsAsync(child, cancellationToken)) await AddAsync(view, isView: true, tables, cancellationToken);
            if (depth < MaxDepth) await WalkAsync(child, depth + 1, namespaces, tables, cancellationToken);
        }
    }

    async Task AddAsync(TableIdentifier identifier, bool isView, ImmutableArray<KnownTable>.Builder tables, CancellationToken cancellationToken)
    {
        if (tables.Count >= MaxTables) return;
        try
        {
            if (await FindAsync(identifier, cancellationToken) is { } known) tables.Add(known);
        }
        catch (IcebergException damaged)
        {
            // One table that cannot be read must not hide the others.
            CatalogLog.Unreadable(log, identifier.ToString(), damaged);
            tables.Add(new KnownTable(identifier, null, null, isView));
        }
    }
}
