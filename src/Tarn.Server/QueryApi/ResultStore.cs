using System.Collections.Concurrent;
using System.Text.Json;
using Tarn.Engine.Results;
using Tarn.Operate.Jobs;
using Tarn.Project.Processes;
using Tarn.Project.Settings;
using Tarn.Server.Statements;

namespace Tarn.Server.QueryApi;

/// <summary>Results of the query API on disk, bounded by rows and bytes each, bytes in all, and time.</summary>
/// <remarks>They belong to this process: after a restart a client runs its statement again.</remarks>
sealed class ResultStore : IDisposable
{
    readonly string _folder;
    readonly ServerLimits _limits;
    readonly TimeProvider _time;
    readonly ConcurrentDictionary<JobId, StoredResult> _kept = new();
    readonly Lock _gate = new();
    readonly ITimer _cleaning;

    /// <param name="stateFolder">The project's <c>.tarn</c>; results lie in <c>tmp/{process}-results</c> below it.</param>
    /// <param name="limits">How much is kept, and how long.</param>
    /// <param name="time">For the retention.</param>
    public ResultStore(string stateFolder, ServerLimits limits, TimeProvider time)
    {
        _folder = Path.Combine(stateFolder, "tmp", $"{ProcessIdentity.Current.FolderName}-results");
        _limits = limits;
        _time = time;
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        var often = TimeSpan.FromTicks(Math.Max(limits.ResultRetention.Ticks / 10, TimeSpan.TicksPerSecond));
        _cleaning = time.CreateTimer(_ => Clean(), null, often, often);
    }

    /// <summary>The result of a job; null when there is none (any more).</summary>
    public StoredResult? Find(JobId job) => _kept.TryGetValue(job, out var result) && result.KeptUntil > _time.GetUtcNow() ? result : null;

    /// <summary>Writes a statement's rows to disk. A statement without rows gets Dremio's one row that says what it did.</summary>
    public async Task<StoredResult> KeepAsync(StatementWork work)
    {
        var cancellationToken = work.Job.CancellationToken;
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{work.Job.Id}.ndjson");
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            var index = new RowIndex(file, _limits);
            var columns = work.Result.Schema is { } schema
                ? await WriteRowsAsync(work, schema, index, cancellationToken)
                : await WriteSummaryAsync(work, index, cancellationToken);
            var result = new StoredResult(path, columns, index.Rows, index.Bytes, index.Offsets, _time.GetUtcNow() + _limits.ResultRetention);
            _kept[work.Job.Id] = result;
            Clean();
            return result;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public void Dispose()
    {
        _cleaning.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    static async Task<IReadOnlyList<ResultColumnAnswer>> WriteRowsAsync(StatementWork work, ResultSchema schema, RowIndex index, CancellationToken cancellationToken)
    {
        await using var writer = new JsonResultWriter(index, schema, asLines: true);
        await foreach (var batch in work.Result.Batches.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(batch, cancellationToken);
            work.Report(index.Rows);
        }
        await writer.CompleteAsync(cancellationToken);
        work.Report(index.Rows);
        return DremioTypes.Of(schema);
    }

    static async Task<IReadOnlyList<ResultColumnAnswer>> WriteSummaryAsync(StatementWork work, RowIndex index, CancellationToken cancellationToken)
    {
        var row = JsonSerializer.SerializeToUtf8Bytes(new SummaryRow(true, work.Result.Message ?? ""), ServerJson.Default.SummaryRow);
        await index.WriteAsync(row, cancellationToken);
        await index.WriteAsync("\n"u8.ToArray(), cancellationToken);
        work.Report(1);
        return [new ResultColumnAnswer("ok", new ResultTypeAnswer("BOOLEAN")), new ResultColumnAnswer("summary", new ResultTypeAnswer("VARCHAR"))];
    }

    /// <summary>Removes what is too old, then the oldest until the rest fits.</summary>
    void Clean()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var room = _limits.MaxResults.Bytes;
            foreach (var (job, result) in _kept.OrderByDescending(kept => kept.Value.KeptUntil))
            {
                room -= result.Bytes;
                if (result.KeptUntil > now && room >= 0) continue;
                _ = _kept.TryRemove(job, out _);
                // A page that is being read keeps the file open until it is through.
                File.Delete(result.Path);
            }
        }
    }
}
