using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Project.Processes;
using Tarn.Security.Identity;
using Tarn.Storage.Jobs;
using Tarn.Storage.State;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Jobs;

/// <summary>The runner of Tarn.Operate over the store that it runs on.</summary>
public sealed class JobRunnerTests : IAsyncLifetime
{
    static readonly Principal Ann = Principal.Local("ann");
    static readonly JobTimings Fast = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(2));

    readonly TemporaryFolder folder = new();
    readonly MetricRegistry registry = new();
    StateDatabase database = null!;
    SqliteJobStore store = null!;
    JobRunner runner = null!;

    public async Task InitializeAsync()
    {
        database = await StateDatabase.OpenAsync(folder.File("state.db"), CancellationToken.None);
        store = new SqliteJobStore(database);
        runner = new JobRunner(store, new JobMetrics(registry), TimeProvider.System, Fast);
    }

    public async Task DisposeAsync()
    {
        await runner.DisposeAsync();
        database.Dispose();
        folder.Dispose();
    }

    static JobRequest Request(JobKind kind = JobKind.Query) => new(kind, Ann, "select 1", "test");

    async Task<Job> StoredAsync(JobId id)
    {
        await runner.FlushAsync(CancellationToken.None);
        return (await store.FindAsync(id, CancellationToken.None))!;
    }

    async Task<Job> UntilAsync(JobId id, Func<Job, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (await store.FindAsync(id, limit.Token) is { } job && condition(job)) return job;
            await Task.Delay(5, limit.Token);
        }
    }

    [Fact]
    public async Task Records_phases_progress_and_success()
    {
        var run = await runner.StartAsync(Request(), async job =>
        {
            job.BeginPhase("plan");
            await Task.Yield();
            job.BeginPhase("read");
            job.Report(new JobProgress(10, 1000, 0.5, 20));
            return 42;
        }, CancellationToken.None);
        Assert.Equal(42, await run.Completion);
        var job = await StoredAsync(run.Id);
        Assert.Equal((JobState.Succeeded, "local:ann", "select 1", "test"), (job.State, job.Principal, job.Title, job.Cause));
        Assert.Equal(new JobProgress(10, 1000, 0.5, 20), job.Progress);
        Assert.Equal(["plan", "read"], job.Phases.Select(phase => phase.Name));
        Assert.All(job.Phases, phase => Assert.NotNull(phase.Ended));
        Assert.True(job.Queued <= job.Started && job.Started <= job.Ended);
        Assert.Contains("tarn_jobs_ended_total{kind=\"query\",state=\"succeeded\"} 1\n", registry.Write(), StringComparison.Ordinal);
        Assert.Contains("tarn_job_rows_total{kind=\"query\"} 10\n", registry.Write(), StringComparison.Ordinal);
        Assert.Contains("tarn_jobs_running{kind=\"query\"} 0\n", registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_failure_and_throws_it_on_as_it_is()
    {
        var failure = new InvalidDataException("line 3");
        JobId id = default;
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => runner.RunAsync<int>(Request(), job =>
        {
            id = job.Id;
            throw failure;
        }, CancellationToken.None));
        Assert.Same(failure, thrown);
        var record = await StoredAsync(id);
        Assert.Equal((JobState.Failed, new JobError("InvalidData", "line 3")), (record.State, record.Error));
    }

    [Fact]
    public async Task A_sync_is_in_the_store_before_it_runs()
    {
        var found = await runner.RunAsync(Request(JobKind.Sync), job => store.FindAsync(job.Id, CancellationToken.None), CancellationToken.None);
        Assert.NotNull(found);
    }

    [Fact]
    public async Task Another_process_cancels_through_the_store()
    {
        var run = await runner.StartAsync(Request(JobKind.Sync), async job =>
        {
            await Task.Delay(Timeout.Infinite, job.CancellationToken);
            return 0;
        }, CancellationToken.None);
        Assert.True(await store.RequestCancelAsync(run.Id, "bob", CancellationToken.None));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
        var job = await StoredAsync(run.Id);
        Assert.Equal((JobState.Cancelled, "bob", "Cancelled by bob."), (job.State, job.CancelRequestedBy, job.Error!.Message));
        Assert.False(await store.RequestCancelAsync(run.Id, "bob", CancellationToken.None));
    }

    [Fact]
    public async Task A_running_job_beats_and_shows_its_progress_to_other_processes()
    {
        var done = new TaskCompletionSource();
        var run = await runner.StartAsync(Request(JobKind.Sync), async job =>
        {
            job.Report(new JobProgress(7, 0, null, null));
            await done.Task;
            return 0;
        }, CancellationToken.None);
        var first = await UntilAsync(run.Id, job => job is { State: JobState.Running, Progress.Rows: 7 });
        _ = await UntilAsync(run.Id, job => job.Heartbeat > first.Heartbeat);
        done.SetResult();
        _ = await run.Completion;
        Assert.Equal(JobState.Succeeded, (await StoredAsync(run.Id)).State);
    }

    [Fact]
    public async Task A_job_waits_in_the_queue_until_it_is_admitted_and_can_be_cancelled_there()
    {
        var admitted = new TaskCompletionSource<IDisposable>();
        var run = await runner.StartAsync(
            Request(JobKind.Sync) with { Admission = token => admitted.Task.WaitAsync(token) }, _ => Task.FromResult(1), CancellationToken.None);
        Assert.Equal(JobState.Queued, (await StoredAsync(run.Id)).State);
        Assert.True(await runner.CancelAsync(run.Id, Ann, CancellationToken.None));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
        Assert.Null((await StoredAsync(run.Id)).Started);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_admitted_a_job_is_given_back_before_its_end_is_told(bool succeeds)
    {
        var lease = new Lease(runner);
        var run = await runner.StartAsync(
            Request(JobKind.Sync) with { Admission = _ => Task.FromResult<IDisposable>(lease) },
            job =>
            {
                lease.Job = job.Id;
                return succeeds ? Task.FromResult(1) : throw new InvalidOperationException("no");
            },
            CancellationToken.None);
        _ = await Record.ExceptionAsync(() => run.Completion);
        Assert.Equal(JobState.Running, (await lease.WhenGivenBack!)!.State);
    }

    [Fact]
    public async Task Disposal_cancels_what_runs_and_writes_its_end()
    {
        var run = await runner.StartAsync(Request(), async job =>
        {
            await Task.Delay(Timeout.Infinite, job.CancellationToken);
            return 0;
        }, CancellationToken.None);
        await runner.DisposeAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
        Assert.Equal(JobState.Cancelled, (await store.FindAsync(run.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task The_jobs_of_dead_processes_are_lost_and_those_of_living_ones_are_not()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        Job JobOf(ProcessIdentity owner, DateTimeOffset heartbeat) => new()
        {
            Id = JobId.New(now), Kind = JobKind.Sync, Principal = "ann", Title = "t", Cause = "c", State = JobState.Running, Queued = now, Owner = owner, Heartbeat = heartbeat,
        };
        var alive = JobOf(ProcessIdentity.Current, now.AddDays(-1));
        var dead = JobOf(ProcessIdentity.Current with { Start = "an earlier process of that number" }, now);
        var silent = JobOf(new ProcessIdentity("elsewhere", 1, "x"), now.AddMinutes(-3));
        var remote = JobOf(new ProcessIdentity("elsewhere", 2, "x"), now.AddMinutes(-1));
        await store.SaveAsync([alive, dead, silent, remote], CancellationToken.None);
        var lost = await new LostJobs(store, new FixedTime(now), JobTimings.Default).MarkAsync(CancellationToken.None);
        Assert.Equal(new[] { dead.Id, silent.Id }.ToHashSet(), lost.Select(job => job.Id).ToHashSet());
        Assert.Equal(JobState.Lost, (await store.FindAsync(dead.Id, CancellationToken.None))!.State);
        Assert.Equal(JobState.Running, (await store.FindAsync(remote.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task A_late_heartbeat_does_not_bring_an_ended_job_back()
    {
        var running = await StoredAsync((await runner.StartAsync(Request(), _ => Task.FromResult(1), CancellationToken.None)).Id);
        var ended = running with { State = JobState.Succeeded, Ended = running.Queued.AddSeconds(1) };
        await store.SaveAsync([ended], CancellationToken.None);
        await store.SaveAsync([ended with { State = JobState.Running, Ended = null }], CancellationToken.None);
        Assert.Equal(JobState.Succeeded, (await store.FindAsync(running.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task Lists_newest_first_with_filters_and_pages()
    {
        for (var i = 0; i < 5; i++)
        {
            _ = await runner.RunAsync(Request(i % 2 == 0 ? JobKind.Query : JobKind.Dbt), _ => Task.FromResult(i), CancellationToken.None);
            await Task.Delay(3);
        }
        await runner.FlushAsync(CancellationToken.None);
        var all = await store.ListAsync(new JobFilter(), CancellationToken.None).ToListAsync();
        Assert.Equal(5, all.Count);
        Assert.Equal(all.OrderByDescending(job => job.Queued).Select(job => job.Id), all.Select(job => job.Id));
        Assert.Equal(2, await store.ListAsync(new JobFilter { Kind = JobKind.Dbt }, CancellationToken.None).CountAsync());
        Assert.Equal(all.Skip(2).Take(2).Select(j => j.Id), await store.ListAsync(new JobFilter { Before = all[1].Id, Limit = 2 }, CancellationToken.None).Select(j => j.Id).ToListAsync());
        Assert.Equal(0, await store.ListAsync(new JobFilter { States = [JobState.Failed] }, CancellationToken.None).CountAsync());
    }

    [Fact]
    public async Task Retention_removes_old_and_surplus_jobs_but_none_that_run()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        Job Ended(double days) => new()
        {
            Id = JobId.New(now.AddDays(-days)), Kind = JobKind.Query, Principal = "ann", Title = "t", Cause = "c", State = JobState.Succeeded,
            Queued = now.AddDays(-days), Ended = now.AddDays(-days), Owner = ProcessIdentity.Current, Heartbeat = now,
        };
        var running = Ended(100) with { State = JobState.Running, Ended = null };
        await store.SaveAsync([running, Ended(40), Ended(3), Ended(2), Ended(1)], CancellationToken.None);
        Assert.Equal(2, await new JobRetention(TimeSpan.FromDays(30), 2).ApplyAsync(store, now, CancellationToken.None));
        var left = await store.ListAsync(new JobFilter(), CancellationToken.None).Select(job => (now - job.Queued).Days).ToListAsync();
        Assert.Equal([1, 2, 100], left);
    }

    sealed class Lease(JobRunner runner) : IDisposable
    {
        public JobId Job { get; set; }

        /// <summary>What was told of the job then: of one that runs it is taken at once.</summary>
        public Task<Job?>? WhenGivenBack { get; private set; }

        public void Dispose() => WhenGivenBack = runner.FindAsync(Job, CancellationToken.None);
    }

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
