using System.Text.Json;
using Tarn.Server.Problems;
using Tarn.Testing;

namespace Tarn.Server.Instance;

public sealed class ProjectLockTests
{
    [Fact]
    public async Task A_second_server_of_the_folder_is_told_the_process_and_the_port_of_the_first()
    {
        await using var first = await TestServer.StartAsync();
        var error = await Assert.ThrowsAsync<ServerException>(() => TestServer.StartAsync(over: first));
        Assert.Equal(ProblemKind.Conflict, error.Kind);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"port {first.Address.Port}", error.Message, StringComparison.Ordinal);
        Assert.Contains(first.Folder.Path, error.Message, StringComparison.Ordinal);
        using var still = await first.Anonymous.GetAsync("/healthz");
        Assert.True(still.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_the_process_that_has_it_and_the_folder_is_free_again()
    {
        await using var first = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<ServerException>(() => TestServer.StartAsync(s => s with { StateFolder = folder.Path, Port = first.Address.Port }));
        Assert.Contains($"Port {first.Address.Port} is taken by process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Equal("server.port", error.Problem.Setting);
        Assert.Null(ProjectLock.Find(folder.Path));
        using var taken = ProjectLock.Take(folder.Path, TimeProvider.System);
    }

    [Fact]
    public async Task The_state_file_says_where_the_server_answers_and_goes_with_it()
    {
        var test = await TestServer.StartAsync();
        var path = Path.Combine(test.StateFolder, "server.json");
        var state = JsonDocument.Parse(await File.ReadAllTextAsync(path)).RootElement;
        Assert.Equal(Environment.ProcessId, state.GetProperty("pid").GetInt32());
        Assert.Equal(test.Address.Port, state.GetProperty("port").GetInt32());
        Assert.Equal(test.Address.Port, ProjectLock.Find(test.StateFolder)?.Port);
        await test.StopAsync();
        Assert.False(File.Exists(path));
        Assert.Null(ProjectLock.Find(test.StateFolder));
        test.Folder.Dispose();
    }

    [Fact]
    public void What_a_dead_server_left_behind_stops_nobody()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("server.lock"), "");
        File.WriteAllText(folder.File("server.json"), """{"pid":1,"port":9047,"address":"http://127.0.0.1:9047","startedAt":"2026-01-01T00:00:00Z","version":"0"}""");
        Assert.Null(ProjectLock.Find(folder.Path));
        using var taken = ProjectLock.Take(folder.Path, TimeProvider.System);
        Assert.Equal(Environment.ProcessId, ProjectLock.Find(folder.Path)?.Pid);
    }

    [Fact]
    public void Those_that_look_at_once_are_not_taken_for_a_server()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("server.lock"), "");
        Parallel.For(0, 2000, _ => Assert.Null(ProjectLock.Find(folder.Path)));
    }
}
