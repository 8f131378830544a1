using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Ingest.Quarantine;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Storage.Local;
using Tarn.Testing;

namespace Tarn.Ingest.Tests.Quarantine;

public sealed class QuarantineTableTests : IAsyncDisposable
{
    const string Stream = "shop.orders";

    static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly TemporaryFolder _folder = new();
    readonly Lakehouse _lakehouse;
    readonly QuarantineTable _table;

    public QuarantineTableTests()
    {
        var options = new LakehouseOptions { WarehouseFolder = _folder.File("warehouse"), TemporaryFolder = _folder.File("tmp") };
        _ = Directory.CreateDirectory(options.WarehouseFolder);
        var store = new LocalObjectStore(new AllowedLocations(options.WarehouseFolder, []));
        var catalog = new InMemoryCatalog("tarn", store, $"file://{options.WarehouseFolder}", TimeProvider.System);
        _lakehouse = new Lakehouse(catalog, store, new RoleAuthorizer(), options, TimeProvider.System);
        _table = new QuarantineTable(_lakehouse, Principal.System, new TableIdentifier("bronze", "orders"));
    }

    [Fact]
    public async Task What_waited_leaves_when_its_file_was_read_again_and_it_fits()
    {
        await AddAsync("first", 0, ("a.csv", 2), ("a.csv", 3), ("b.csv", 7));
        var began = await _table.StateAsync(CancellationToken.None);
        await AddAsync("second", 1, ("a.csv", 3));
        await _table.SettleAsync(Stream, began!.Value, ["a.csv"], CancellationToken.None);
        Assert.Equal(["a.csv:1", "b.csv:1"], await WaitingAsync());
    }

    /// <summary>Of several runs of the same files one commits; the others have written the same bad rows under their own names, before it or after.</summary>
    [Fact]
    public async Task A_row_that_a_run_which_was_overtaken_has_seen_too_stays()
    {
        await AddAsync("before", 0, ("a.csv", 2));
        var began = await _table.StateAsync(CancellationToken.None);
        await AddAsync("winner", 1, ("a.csv", 2), ("a.csv", 5));
        await AddAsync("loser", 2, ("a.csv", 2), ("a.csv", 5));
        await _table.SettleAsync(Stream, began!.Value, ["a.csv"], CancellationToken.None);
        Assert.Equal(["a.csv:2"], await WaitingAsync());
    }

    [Fact]
    public async Task Nothing_waits_before_the_first_row()
    {
        Assert.Null(await _table.StateAsync(CancellationToken.None));
        Assert.Empty(await _table.FilesAsync(Stream, null, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _lakehouse.DisposeAsync();
        _folder.Dispose();
    }

    async Task AddAsync(string job, int minutes, params (string File, long Line)[] rows)
    {
        using var connection = _lakehouse.Trusted.Connect();
        await _table.AddAsync(connection, Stream, job, Now.AddMinutes(minutes), [.. rows.Select(r => new BadRow(r.File, r.Line, "price", "no number", "x"))], CancellationToken.None);
    }

    /// <summary>Files with how many rows wait from each.</summary>
    async Task<IEnumerable<string>> WaitingAsync()
    {
        var waiting = await _table.FilesAsync(Stream, await _table.StateAsync(CancellationToken.None), CancellationToken.None);
        return waiting.Select(f => $"{f.Key}:{f.Value}");
    }
}
