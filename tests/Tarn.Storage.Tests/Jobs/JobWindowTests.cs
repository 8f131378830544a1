using Tarn.Operate.Jobs;
using Tarn.Project.Processes;
using Tarn.Storage.Jobs;
using Tarn.Storage.State;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Jobs;

public sealed class JobWindowTests : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    readonly TemporaryFolder folder = new();
    readonly SetClock clock = new(Noon);
    StateDatabase database = null!;
    SqliteJobStore store = null!;
    JobWindow window = null!;

    public async Task InitializeAsync()
    {
        database = await StateDatabase.OpenAsync(folder.File("state.db"), CancellationToken.None);
        store = new SqliteJobStore(database);
        window = new JobWindow(store, clock, TimeSpan.FromHours(24), most: 5);
    }

    public Task DisposeAsync()
    {
        window.Dispose();
        database.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Knows_new_jobs_and_how_known_ones_ended()
    {
        var running = await RecordAsync(Noon.AddHours(-2), JobState.Running, JobKind.Sync);
        Assert.Equal([(running.Id, JobState.Running)], await SeenAsync());
        await SaveAsync(running with { State = JobState.Failed, Ended = Noon });
        var query = await RecordAsync(Noon.AddHours(-1), JobState.Succeeded);
        Assert.Equal([(query.Id, JobState.Succeeded), (running.Id, JobState.Failed)], await SeenAsync());
        Assert.Equal(["", "shop"], (await window.ReadAsync(CancellationToken.None)).Select(s => s.Title));
    }

    [Fact]
    public async Task A_job_of_another_process_that_is_recorded_late_is_not_missed()
    {
        var newer = await RecordAsync(Noon.AddMinutes(-1), JobState.Succeeded);
        _ = await SeenAsync();
        var older = await RecordAsync(Noon.AddHours(-3), JobState.Succeeded);
        Assert.Equal([newer.Id, older.Id], (await SeenAsync()).Select(s => s.Id));
    }

    [Fact]
    public async Task Old_jobs_leave_the_window_and_removed_ones_are_gone()
    {
        _ = await RecordAsync(Noon.AddHours(-23), JobState.Running);
        var removed = await RecordAsync(Noon.AddHours(-2), JobState.Succeeded);
        var stays = await RecordAsync(Noon.AddHours(-1), JobState.Succeeded);
        Assert.Equal(3, (await SeenAsync()).Count);
        clock.Now = Noon.AddHours(2);
        Assert.Equal([stays.Id, removed.Id], (await SeenAsync()).Select(s => s.Id));
        Assert.Equal(1, await store.RemoveFinishedAsync(Noon.AddHours(-1.5), keep: 100, CancellationToken.None));
        Assert.Equal([stays.Id], (await SeenAsync()).Select(s => s.Id));
    }

    [Fact]
    public async Task Of_too_many_the_newest_are_kept()
    {
        var all = new List<Job>();
        for (var minute = 0; minute < 8; minute++)
        {
            all.Add(await RecordAsync(Noon.AddMinutes(minute - 60), JobState.Succeeded));
            if (minute % 3 == 0) _ = await SeenAsync();
        }
        Assert.Equal(all.TakeLast(5).Reverse().Select(j => j.Id), (await SeenAsync()).Select(s => s.Id));
    }

    async Task<List<(JobId Id, JobState State)>> SeenAsync() => [.. (await window.ReadAsync(CancellationToken.None)).Select(s => (s.Id, s.State))];

    async Task<Job> RecordAsync(DateTimeOffset queued, JobState state, JobKind kind = JobKind.Query)
    {
        var job = new Job
        {
            Id = JobId.New(queued),
            Kind = kind,
            Principal = "ann",
            Title = "shop",
            Cause = "test",
            State = state,
            Queued = queued,
            Started = queued,
            Ended = state.IsFinished() ? queued.AddSeconds(1) : null,
            Owner = ProcessIdentity.Current,
            Heartbeat = queued,
        };
        await SaveAsync(job);
        return job;
    }

    Task SaveAsync(Job job) => store.SaveAsync([job], CancellationToken.None);
}
