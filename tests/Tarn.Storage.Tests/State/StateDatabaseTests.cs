using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Tarn.Storage.State;
using Tarn.Testing;

namespace Tarn.Storage.Tests.State;

public sealed class StateDatabaseTests : IDisposable
{
    static readonly ImmutableArray<Migration> WithNextVersions =
    [
        .. Migrations.All,
        new Migration(Migrations.All[^1].Version + 1, "ALTER TABLE users ADD COLUMN note TEXT"),
        new Migration(Migrations.All[^1].Version + 2, "UPDATE users SET note = 'migrated ' || name"),
    ];

    readonly TemporaryFolder folder = new();

    string DatabasePath => folder.File("state.db");

    public void Dispose() => folder.Dispose();

    Task<StateDatabase> OpenAsync(ImmutableArray<Migration>? migrations = null) =>
        StateDatabase.OpenAsync(DatabasePath, migrations ?? Migrations.All, CancellationToken.None);

    static Task<int> AddUserAsync(StateDatabase database, string name) => database.WriteAsync(
        Durability.Full,
        session => session.Execute("INSERT INTO users (name, roles, disabled, created) VALUES (@name, 'admin', 0, 0)", ("@name", name)),
        CancellationToken.None);

    static Task<List<string>> UsersAsync(StateDatabase database, string column = "name") =>
        database.ReadAsync(session => session.Query($"SELECT {column} FROM users ORDER BY name", row => row.GetString(0)), CancellationToken.None);

    [Fact]
    public async Task Keeps_what_was_written()
    {
        using (var database = await OpenAsync()) _ = await AddUserAsync(database, "ann");
        using var again = await OpenAsync();
        Assert.Equal(["ann"], await UsersAsync(again));
        Assert.Empty(await again.CheckIntegrityAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_write_that_throws_changes_nothing()
    {
        using var database = await OpenAsync();
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<int>(Durability.Full, session =>
        {
            _ = session.Execute("INSERT INTO users (name, roles, disabled, created) VALUES ('bob', '', 0, 0)");
            throw new InvalidOperationException();
        }, CancellationToken.None));
        Assert.Empty(await UsersAsync(database));
    }

    [Fact]
    public async Task An_older_store_migrates_step_by_step_and_leaves_a_copy_of_what_it_was()
    {
        using (var old = await OpenAsync()) _ = await AddUserAsync(old, "ann");
        using (var migrated = await OpenAsync(WithNextVersions)) Assert.Equal(["migrated ann"], await UsersAsync(migrated, "note"));
        using var copy = await StateDatabase.OpenAsync($"{DatabasePath}.v{Migrations.All[^1].Version}.bak", CancellationToken.None);
        Assert.Equal(["ann"], await UsersAsync(copy));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_store_as_it_was()
    {
        using (var old = await OpenAsync()) _ = await AddUserAsync(old, "ann");
        ImmutableArray<Migration> broken = [.. WithNextVersions, new Migration(Migrations.All[^1].Version + 3, "DROP TABLE nothing_of_that_name")];
        _ = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(broken));
        using var again = await OpenAsync();
        Assert.Equal(["ann"], await UsersAsync(again));
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_refused_and_left_alone()
    {
        using (await OpenAsync(WithNextVersions))
        {
        }
        var before = await File.ReadAllBytesAsync(DatabasePath);
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());
        Assert.Equal(StorageErrorKind.TooNew, error.Kind);
        Assert.Contains($"newer Tarn (schema {Migrations.All[^1].Version + 2}; this program knows up to {Migrations.All[^1].Version})", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(DatabasePath));
    }

    [Fact]
    public async Task The_store_of_the_first_release_still_opens()
    {
        var released = Path.Combine(SharedData.RepositoryRoot, "tests/Tarn.Storage.Tests/testdata/state-v1.db");
        File.Copy(released, DatabasePath);
        using var database = await OpenAsync();
        Assert.Equal(["admin", "ann"], await UsersAsync(database));
        Assert.Equal(
            ["orders|table", "recent_orders|view"],
            await database.ReadAsync(s => s.Query("SELECT name || '|' || kind FROM entries ORDER BY name", row => row.GetString(0)), CancellationToken.None));
        Assert.Equal(3, await database.ReadAsync(s => s.Number("SELECT count(*) FROM jobs"), CancellationToken.None));
        Assert.Empty(await database.CheckIntegrityAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Another_programs_file_is_refused()
    {
        using (var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            _ = command.ExecuteNonQuery();
        }
        Assert.Contains("of another program", (await Assert.ThrowsAsync<StorageException>(() => OpenAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_and_a_missing_folder_are_named()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 5000));
        Assert.Contains("is no SQLite file", (await Assert.ThrowsAsync<StorageException>(() => OpenAsync())).Message, StringComparison.Ordinal);
        var nowhere = await Assert.ThrowsAsync<StorageException>(() => StateDatabase.OpenAsync(folder.File("no", "state.db"), CancellationToken.None));
        Assert.Equal(StorageErrorKind.AccessDenied, nowhere.Kind);
        Assert.Contains("does not exist", nowhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_that_open_a_new_store_at_once_all_get_it()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync()));
        await Task.WhenAll(databases.Select((database, index) => AddUserAsync(database, $"user{index}")));
        Assert.Equal(8, (await UsersAsync(databases[0])).Count);
        foreach (var database in databases) database.Dispose();
    }

    [Fact]
    public async Task Waiting_for_another_writer_holds_no_thread_of_the_pool_and_no_reader()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync();
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = first.WriteAsync(Durability.Full, session =>
        {
            held.SetResult();
            return release.Wait(TimeSpan.FromSeconds(20));
        }, CancellationToken.None);
        await held.Task;
        var waiting = Enumerable.Range(0, 200).Select(i => AddUserAsync(second, $"user{i}")).ToList();
        // A reader that waited for the writer would let its limit pass, and the assertion on it fail.
        Assert.Empty(await UsersAsync(second));
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        release.Set();
        Assert.True(await holding);
        _ = await Task.WhenAll(waiting);
        Assert.Equal(200, (await UsersAsync(first)).Count);
    }

    [Fact]
    public async Task Work_that_is_cancelled_in_the_queue_is_not_done()
    {
        using var database = await OpenAsync();
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var holding = database.WriteAsync(Durability.Full, session => release.Wait(TimeSpan.FromSeconds(20)), CancellationToken.None);
        var queued = database.WriteAsync(Durability.Full, session => session.Execute("INSERT INTO users (name, roles, disabled, created) VALUES ('x', '', 0, 0)"), cancel.Token);
        await cancel.CancelAsync();
        release.Set();
        Assert.True(await holding);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.Empty(await UsersAsync(database));
    }
}
