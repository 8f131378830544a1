using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Server.Catalog;

/// <summary>Knows the catalog's names and columns, read again when what it has is too old for the question.</summary>
/// <remarks>
/// Other processes write to the same catalog, so nothing tells it of changes. Looking is one question to the catalog, and one metadata file for each pointer that moved: a file that was read
/// never changes. That it was lost meanwhile is found by reading some of the longest known ones again with every look. A catalog that has no listing is walked name by name.
/// </remarks>
sealed class CatalogWatch(ICatalog catalog, TimeProvider time, ILogger<CatalogWatch> log) : IDisposable
{
    const int MaxDepth = 16;
    const int MaxTables = 50_000;

    /// <summary>How long a metadata file that was read is believed to be there.</summary>
    static readonly TimeSpan Believed = TimeSpan.FromMinutes(1);

    /// <summary>So many are read again in one look, so that no look takes long.</summary>
    const int MostAgain = 16;

    readonly SemaphoreSlim _reading = new(1);
    volatile CatalogState _state = CatalogState.Nothing;
    Dictionary<CatalogPointer, Known> _known = [];

    /// <summary>What is behind a pointer.</summary>
    readonly record struct Known(KnownTable Table, DateTimeOffset ReadAt);

    /// <summary>The catalog as it was at most <paramref name="maxAge"/> ago.</summary>
    public async ValueTask<CatalogState> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (IsFresh(maxAge)) return _state;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return IsFresh(maxAge) ? _state : _state = await LookAsync(cancellationToken);
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

    async Task<CatalogState> LookAsync(CancellationToken cancellationToken)
    {
        var asOf = time.GetUtcNow();
        if (await catalog.ListAllAsync(cancellationToken) is not { } listing) return await WalkAsync(asOf, cancellationToken);
        var known = new Dictionary<CatalogPointer, Known>(listing.Pointers.Length);
        var tables = ImmutableArray.CreateBuilder<KnownTable>();
        var (isSame, again) = (_state.Namespaces.SequenceEqual(listing.Namespaces), 0);
        foreach (var pointer in listing.Pointers.Take(MaxTables))
        {
            var before = _known.GetValueOrDefault(pointer);
            var mustRead = before.Table is null or { IsUnreadable: true } || (asOf - before.ReadAt > Believed && again++ < MostAgain);
            var now = mustRead ? await ReadAsync(pointer, before.Table, cancellationToken) : before.Table;
            // A name that is gone by now is as good as not listed.
            if (now is null) continue;
            isSame &= ReferenceEquals(now, before.Table);
            known[pointer] = new Known(now, mustRead ? asOf : before.ReadAt);
            tables.Add(now);
        }
        _known = known;
        // What is derived from a state stays with it as long as nothing changed.
        return isSame && tables.Count == _state.Tables.Length ? _state with { AsOf = asOf } : new CatalogState(asOf, listing.Namespaces, tables.ToImmutable());
    }

    /// <summary>What is behind a pointer; what was known of it stays the same object where the file is as it was.</summary>
    async Task<KnownTable?> ReadAsync(CatalogPointer pointer, KnownTable? before, CancellationToken cancellationToken)
    {
        var now = await ReadAsync(pointer.Identifier, pointer.IsView, before is { IsUnreadable: true }, cancellationToken);
        return now is not null && before is not null && before.IsUnreadable == now.IsUnreadable ? before : now;
    }

    async Task<CatalogState> WalkAsync(DateTimeOffset asOf, CancellationToken cancellationToken)
    {
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
        if (tables.Count < MaxTables && await ReadAsync(identifier, isView, wasUnreadable: false, cancellationToken) is { } known) tables.Add(known);
    }

    /// <summary>Null where the name is gone. One table that cannot be read must not hide the others: it is known by name.</summary>
    async Task<KnownTable?> ReadAsync(TableIdentifier identifier, bool isView, bool wasUnreadable, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(identifier, cancellationToken);
        }
        catch (IcebergException damaged)
        {
            if (!wasUnreadable) CatalogLog.Unreadable(log, identifier.ToString(), damaged);
            return new KnownTable(identifier, null, null, isView);
        }
    }
}
