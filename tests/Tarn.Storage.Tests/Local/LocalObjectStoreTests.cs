using Tarn.Iceberg;
using Tarn.Iceberg.Storage;
using Tarn.Storage.Local;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Local;

public sealed class LocalObjectStoreTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly LocalObjectStore store;

    public LocalObjectStoreTests()
    {
        _ = Directory.CreateDirectory(folder.File("allowed"));
        store = new LocalObjectStore(new AllowedLocations(folder.File("warehouse"), [folder.File("allowed")]));
    }

    public void Dispose() => folder.Dispose();

    string At(string name) => $"file://{folder.Path}/warehouse/{name}";

    Task WriteAsync(string location, string text, WriteMode mode = WriteMode.CreateNew) =>
        store.WriteAsync(location, System.Text.Encoding.UTF8.GetBytes(text), mode, CancellationToken.None);

    async Task<string> ReadAsync(string location) => System.Text.Encoding.UTF8.GetString((await store.ReadAsync(location, CancellationToken.None)).Span);

    async Task<List<string>> ListAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var info in store.ListAsync(prefix, CancellationToken.None)) names.Add(info.Location[$"file://{folder.Path}/".Length..]);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    static async Task FailsAsync(IcebergErrorKind kind, Func<Task> call) => Assert.Equal(kind, (await Assert.ThrowsAsync<IcebergException>(call)).Kind);

    [Fact]
    public async Task Writes_reads_and_deletes_under_all_spellings_of_a_location()
    {
        await WriteAsync(At("a/b.txt"), "hello");
        Assert.Equal("hello", await ReadAsync(At("a/b.txt")));
        Assert.Equal("hello", await ReadAsync($"file:{folder.Path}/warehouse/a/b.txt"));
        Assert.Equal("hello", await ReadAsync($"{folder.Path}/warehouse/a/b.txt"));
        Assert.Equal(5, (await store.StatAsync(At("a/b.txt"), CancellationToken.None))!.Length);
        Assert.Equal("ell"u8.ToArray(), (await store.ReadRangeAsync(At("a/b.txt"), 1, 3, CancellationToken.None)).ToArray());
        await FailsAsync(IcebergErrorKind.InvalidArgument, () => store.ReadRangeAsync(At("a/b.txt"), 3, 3, CancellationToken.None));
        await store.DeleteAsync(At("a/b.txt"), CancellationToken.None);
        await store.DeleteAsync(At("a/b.txt"), CancellationToken.None);
        await store.DeleteAsync(At("no/folder/b.txt"), CancellationToken.None);
        Assert.Null(await store.StatAsync(At("a/b.txt"), CancellationToken.None));
        await FailsAsync(IcebergErrorKind.ObjectNotFound, () => store.ReadAsync(At("a/b.txt"), CancellationToken.None));
    }

    [Fact]
    public async Task A_new_object_never_replaces_one_and_leaves_nothing_when_refused()
    {
        await WriteAsync(At("a"), "first");
        await FailsAsync(IcebergErrorKind.ObjectAlreadyExists, () => WriteAsync(At("a"), "second"));
        Assert.Equal("first", await ReadAsync(At("a")));
        await WriteAsync(At("a"), "third", WriteMode.Overwrite);
        Assert.Equal("third", await ReadAsync(At("a")));
        Assert.Equal(["warehouse/a"], await ListAsync(At("")));
    }

    [Fact]
    public async Task Of_many_that_create_one_object_at_once_exactly_one_succeeds()
    {
        for (var round = 0; round < 20; round++)
        {
            var location = At($"race/{round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                try
                {
                    await WriteAsync(location, $"writer {i}");
                    return i;
                }
                catch (IcebergException e) when (e.Kind == IcebergErrorKind.ObjectAlreadyExists)
                {
                    return -1;
                }
            })));
            Assert.Equal($"writer {Assert.Single(results, i => i >= 0)}", await ReadAsync(location));
        }
        Assert.Equal(20, (await ListAsync(At("race/"))).Count);
    }

    [Fact]
    public async Task Readers_see_the_old_or_the_new_content_and_never_a_mixture()
    {
        await WriteAsync(At("a"), new string('0', 100_000));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++) await WriteAsync(At("a"), new string((char)('0' + (i % 10)), 100_000 + (i % 10)), WriteMode.Overwrite);
        });
        for (var i = 0; i < 200; i++)
        {
            var text = await ReadAsync(At("a"));
            // Content and length belong together.
            Assert.Equal(new string(text[0], 100_000 + (text[0] - '0')), text);
        }
        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task Lists_by_prefix_in_folders_and_within_names()
    {
        foreach (var name in new[] { "t/data/1", "t/data/2", "t/metadata/1", "t2/data/1" }) await WriteAsync(At(name), "x");
        Assert.Equal(["warehouse/t/data/1", "warehouse/t/data/2"], await ListAsync(At("t/data/")));
        Assert.Equal(3, (await ListAsync(At("t/"))).Count);
        Assert.Equal(4, (await ListAsync(At("t"))).Count);
        Assert.Equal(["warehouse/t2/data/1"], await ListAsync(At("t2/da")));
        Assert.Equal(4, (await ListAsync($"file://{folder.Path}/warehouse")).Count);
        Assert.Empty(await ListAsync(At("nowhere/")));
    }

    [Fact]
    public async Task Listing_does_not_follow_links_out_of_the_warehouse()
    {
        await WriteAsync(At("t/1"), "x");
        File.WriteAllText(folder.File("secret"), "secret");
        _ = File.CreateSymbolicLink(folder.File("warehouse", "link"), folder.Path);
        _ = File.CreateSymbolicLink(folder.File("warehouse", "t", "file"), folder.File("secret"));
        Assert.Equal(["warehouse/t/1"], await ListAsync(At("")));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("s3://bucket/key")]
    [InlineData("WAREHOUSE/../secret")]
    [InlineData("WAREHOUSE-2/x")]
    [InlineData("WAREHOUSE/link/secret")]
    [InlineData("WAREHOUSE/dangling")]
    [InlineData("WAREHOUSE/dangling/x")]
    [InlineData("WAREHOUSE/circle/x")]
    [InlineData("relative")]
    public async Task Nothing_outside_is_read_written_listed_or_deleted(string location)
    {
        _ = Directory.CreateDirectory(folder.File("warehouse"));
        File.WriteAllText(folder.File("secret"), "secret");
        _ = File.CreateSymbolicLink(folder.File("warehouse", "link"), folder.Path);
        _ = File.CreateSymbolicLink(folder.File("warehouse", "dangling"), folder.File("not-yet"));
        _ = File.CreateSymbolicLink(folder.File("warehouse", "circle"), folder.File("warehouse", "circle2"));
        _ = File.CreateSymbolicLink(folder.File("warehouse", "circle2"), folder.File("warehouse", "circle"));
        location = location.Replace("WAREHOUSE", $"file://{folder.Path}/warehouse", StringComparison.Ordinal);
        await FailsAsync(IcebergErrorKind.AccessDenied, () => store.ReadAsync(location, CancellationToken.None));
        await FailsAsync(IcebergErrorKind.AccessDenied, () => store.StatAsync(location, CancellationToken.None));
        await FailsAsync(IcebergErrorKind.AccessDenied, () => WriteAsync(location, "x", WriteMode.Overwrite));
        await FailsAsync(IcebergErrorKind.AccessDenied, () => store.DeleteAsync(location, CancellationToken.None));
        await FailsAsync(IcebergErrorKind.AccessDenied, () => store.MaterializeAsync(location, null, CancellationToken.None));
        await FailsAsync(IcebergErrorKind.AccessDenied, () => ListAsync(location));
        Assert.Equal("secret", File.ReadAllText(folder.File("secret")));
        Assert.False(File.Exists(folder.File("not-yet")));
    }

    [Fact]
    public async Task An_allowed_folder_is_read_and_written_and_one_beside_it_is_not()
    {
        File.WriteAllText(folder.File("allowed", "x"), "theirs");
        Assert.Equal("theirs", await ReadAsync(folder.File("allowed", "x")));
        await WriteAsync(folder.File("allowed", "y"), "x");
        await FailsAsync(IcebergErrorKind.AccessDenied, () => WriteAsync(folder.File("allowed-not", "y"), "x"));
    }

    [Fact]
    public async Task A_warehouse_that_is_itself_a_link_works()
    {
        _ = Directory.CreateDirectory(folder.File("disk"));
        _ = File.CreateSymbolicLink(folder.File("linked"), folder.File("disk"));
        var linked = new LocalObjectStore(new AllowedLocations(folder.File("linked"), []));
        await linked.WriteAsync($"file://{folder.Path}/linked/a", "x"u8.ToArray(), WriteMode.CreateNew, CancellationToken.None);
        Assert.True(File.Exists(folder.File("disk", "a")));
    }

    [Fact]
    public async Task Importing_takes_the_file_and_replaces_nothing()
    {
        File.WriteAllText(folder.File("staged"), "rows");
        await store.ImportAsync(folder.File("staged"), At("t/data/1.parquet"), CancellationToken.None);
        Assert.Equal("rows", await ReadAsync(At("t/data/1.parquet")));
        Assert.False(File.Exists(folder.File("staged")));
        File.WriteAllText(folder.File("staged"), "others");
        await FailsAsync(IcebergErrorKind.ObjectAlreadyExists, () => store.ImportAsync(folder.File("staged"), At("t/data/1.parquet"), CancellationToken.None));
        Assert.Equal("rows", await ReadAsync(At("t/data/1.parquet")));
        Assert.True(File.Exists(folder.File("staged")));
    }

    [Fact]
    public void A_full_disk_is_named_as_such()
    {
        // The kernel's own full disk.
        var full = Assert.ThrowsAny<IOException>(() =>
        {
            using var handle = File.OpenHandle("/dev/full", access: FileAccess.Write);
            RandomAccess.Write(handle, new byte[10], 0);
        });
        var error = StoreFailure.Of(full, "file:///w/a");
        Assert.Equal(IcebergErrorKind.StorageFull, error.Kind);
        Assert.Contains("file:///w/a was not written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_way_or_a_read_only_place_is_an_error_that_names_the_location()
    {
        _ = Directory.CreateDirectory(folder.File("warehouse", "a"));
        var error = await Assert.ThrowsAsync<IcebergException>(() => WriteAsync(At("a"), "x", WriteMode.Overwrite));
        Assert.Contains(At("a"), error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.File("warehouse")));
        var proc = new LocalObjectStore(new AllowedLocations("/proc/tarn", []));
        var refused = await Assert.ThrowsAsync<IcebergException>(() => proc.WriteAsync("/proc/tarn/a", default, WriteMode.CreateNew, CancellationToken.None));
        Assert.Contains("/proc/tarn/a", refused.Message, StringComparison.Ordinal);
    }
}
