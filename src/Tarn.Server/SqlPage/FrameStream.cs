using System.Globalization;
using System.IO.Pipelines;
using Tarn.Engine.Results;
using Tarn.Server.Frames;
using Tarn.Server.Problems;
using Tarn.Server.Statements;

namespace Tarn.Server.SqlPage;

/// <summary>Sends a statement's rows as frames: the first as soon as there is a batch, later ones fuller, the last with the totals.</summary>
/// <param name="output">The answer's body.</param>
/// <param name="begin">Runs before the first byte: sets the answer's headers.</param>
/// <param name="maxRows">Batches are asked for until so many rows were sent.</param>
/// <param name="time">For the timings.</param>
sealed class FrameStream(PipeWriter output, Action begin, long maxRows, TimeProvider time)
{
    /// <summary>A later frame that is not full waits so long for more rows.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    readonly long _began = time.GetTimestamp();
    TimeSpan? _first;
    int _seq;
    long _rows;

    /// <summary>Whether anything was sent: from then on errors are frames.</summary>
    public bool HasBegun => _seq > 0;

    /// <summary>Sends everything; returns the rows sent.</summary>
    public async Task<long> SendAsync(StatementWork work)
    {
        var cancellationToken = work.Job.CancellationToken;
        if (work.Result.Schema is { } schema) await SendRowsAsync(work, schema, cancellationToken);
        else await WriteAsync(Header(work, "message", last: true), ReadOnlyMemory<byte>.Empty, cancellationToken);
        work.Report(_rows);
        return _rows;
    }

    /// <summary>Ends the answer with an error; the rows sent before stay valid.</summary>
    public Task SendErrorAsync(Problem problem, string job, CancellationToken cancellationToken) => WriteAsync(
        new FrameHeader("error", _seq, true, job, _rows) { Error = (problem with { Job = job }).ToBody() }, ReadOnlyMemory<byte>.Empty, cancellationToken);

    async Task SendRowsAsync(StatementWork work, ResultSchema schema, CancellationToken cancellationToken)
    {
        await using var batches = work.Result.Batches.GetAsyncEnumerator(cancellationToken);
        var frame = new RowFrame(schema);
        try
        {
            var more = await batches.MoveNextAsync();
            while (more && _rows + frame.Rows < maxRows)
            {
                await frame.AddAsync(batches.Current, cancellationToken);
                _first ??= time.GetElapsedTime(_began);
                // The engine makes a batch on the thread that asks for it; this one has rows to send.
                var next = Task.Run(() => batches.MoveNextAsync().AsTask(), CancellationToken.None);
                if (frame.IsFull || !await ComesSoonAsync(next))
                {
                    await SendAsync(work, frame, next, cancellationToken);
                    await frame.DisposeAsync();
                    frame = new RowFrame(schema);
                }
                more = await next;
            }
            await SendLastAsync(work, frame, truncated: more, cancellationToken);
        }
        finally
        {
            await frame.DisposeAsync();
        }
    }

    /// <summary>The first frame never waits.</summary>
    async Task<bool> ComesSoonAsync(Task<bool> next) =>
        next.IsCompleted || (_seq > 0 && await Task.WhenAny(next, Task.Delay(Patience, time)) == next);

    async Task SendAsync(StatementWork work, RowFrame frame, Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            _rows += frame.Rows;
            work.Report(_rows);
            await WriteAsync(Header(work, "ok", last: false), await frame.CompleteAsync(withSchema: false, cancellationToken), cancellationToken);
        }
        catch
        {
            // The rows may not be left while the next batch is being made; the client's leaving cancels it.
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    async Task SendLastAsync(StatementWork work, RowFrame frame, bool truncated, CancellationToken cancellationToken)
    {
        _rows += frame.Rows;
        var body = await frame.CompleteAsync(withSchema: _seq == 0, cancellationToken);
        await WriteAsync(Header(work, _rows == 0 ? "empty" : "ok", last: true) with { Truncated = truncated }, body, cancellationToken);
    }

    async Task WriteAsync(FrameHeader header, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_seq++ == 0) begin();
        await FrameWriter.WriteAsync(output, header, body, cancellationToken);
    }

    FrameHeader Header(StatementWork work, string state, bool last)
    {
        var result = work.Result;
        var header = new FrameHeader(state, _seq, last, work.Job.Id.ToString(), _rows);
        if (_seq == 0)
        {
            header = header with
            {
                Columns = result.Schema is { } schema ? [.. schema.Columns.Select(c => new FrameColumn(c.Name, ColumnTypeName.Of(c.Type)))] : null,
                Tables = [.. result.Tables.Select(t => new FrameTable(t.Name, t.SnapshotId?.ToString(CultureInfo.InvariantCulture), t.Timestamp))],
            };
        }
        if (!last) return header;
        var total = time.GetElapsedTime(_began);
        var counts = result.Counts;
        return header with
        {
            RowsAffected = result.RowsAffected,
            Changes = result.Changes is { } changes ? new FrameChanges(changes.Inserted, changes.Updated, changes.Deleted) : null,
            Message = result.Message,
            Ms = new FrameTimes(result.Waited.TotalMilliseconds, (work.Planned - result.Waited).TotalMilliseconds, (total - work.Planned).TotalMilliseconds, _first?.TotalMilliseconds, total.TotalMilliseconds),
            Files = new FrameFiles(counts.FilesRead, counts.FilesConsidered),
            Bytes = new FrameBytes(counts.BytesRead, null),
        };
    }
}
