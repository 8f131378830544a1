using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing;

namespace Tarn.Server.Catalog;

public sealed class CatalogWatchTests : IAsyncLifetime
{
    static readonly Namespace Main = new(["main"]);
    static readonly Schema Ids = new(0, new StructType([new NestedField(1, "id", PrimitiveType.Long)]));

    readonly TemporaryFolder _folder = new();
    readonly SetClock _clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    StateDatabase _state = null!;
    SqliteCatalog _catalog = null!;
    CatalogWatch _watch = null!;

    public async Task InitializeAsync()
    {
        _state = await StateDatabase.OpenAsync(_folder.File("state.db"), CancellationToken.None);
        var warehouse = _folder.File("warehouse");
        _catalog = new SqliteCatalog("tarn", _state, new LocalObjectStore(new AllowedLocations(warehouse, [])), $"file://{warehouse}", TimeProvider.System);
        await _catalog.CreateNamespaceAsync(Main, ImmutableSortedDictionary<string, string>.Empty, CancellationToken.None);
        _watch = new CatalogWatch(_catalog, _clock, NullLogger<CatalogWatch>.Instance);
    }

    public Task DisposeAsync()
    {
        _watch.Dispose();
        _state.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_did_not_change_is_not_read_again_and_what_is_derived_of_it_stays()
    {
        _ = await CreateAsync("orders");
        var first = await LookAsync();
        var second = await LookAsync();
        Assert.Same(first.Names, second.Names);
        Assert.Equal(_clock.Now, second.AsOf);
        _ = await CreateAsync("payments");
        var third = await LookAsync();
        Assert.Equal(["orders", "payments"], third.Tables.Select(t => t.Identifier.Name));
        Assert.Same(first.Tables[0], third.Tables[0]);
        Assert.NotSame(first.Names, third.Names);
        _ = await _catalog.DropTableAsync(new TableIdentifier(Main, "orders"), CancellationToken.None);
        Assert.Equal(["payments"], (await LookAsync()).Tables.Select(t => t.Identifier.Name));
    }

    [Fact]
    public async Task A_table_whose_metadata_is_lost_is_found_out_and_the_others_stay()
    {
        var lost = await CreateAsync("orders");
        _ = await CreateAsync("payments");
        Assert.DoesNotContain((await LookAsync()).Tables, t => t.IsUnreadable);
        File.Delete(new Uri(lost.MetadataLocation).LocalPath);
        _clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(["orders"], (await LookAsync()).Tables.Where(t => t.IsUnreadable).Select(t => t.Identifier.Name));
        Assert.Equal(2, (await LookAsync()).Tables.Length);
    }

    async Task<Table> CreateAsync(string name) => await _catalog.CreateTableAsync(new TableCreation(new TableIdentifier(Main, name), Ids), CancellationToken.None);

    async Task<CatalogState> LookAsync()
    {
        _clock.Now += TimeSpan.FromSeconds(1);
        return await _watch.ReadAsync(TimeSpan.Zero, CancellationToken.None);
    }
}
