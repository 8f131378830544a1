using Tarn.Server.Access;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Server.Statements;

namespace Tarn.Server.SqlPage;

/// <summary><c>POST /sql/export</c>: all rows of a statement as a file, streamed.</summary>
sealed class ExportEndpoint(StatementRunner statements, StatementNames names)
{
    /// <summary>Written by the executor to a file of its own first: Parquet ends with what it begins by needing.</summary>
    const string ParquetFormat = "parquet";

    public async Task RunAsync(HttpContext context, ExportCall call, Caller caller)
    {
        if (call.Format == ParquetFormat)
        {
            await RunParquetAsync(context, call, caller);
            return;
        }
        var format = ExportFormat.Find(call.Format ?? "csv") ?? throw new ServerException(
            ProblemKind.Unsupported, $"There is no export as \"{call.Format}\"; the formats are {string.Join(", ", ExportFormat.All.Select(f => f.Name).Append(ParquetFormat))}.");
        using var name = names.Take(call.Job, caller.Principal);
        var request = new StatementRequest(caller.Principal, call.Text ?? "", JobPages.ExportCause);
        var run = await statements.StartAsync(request, work => WriteAsync(context, format, work), context.RequestAborted);
        name.Started(run.Id);
        _ = await run.Completion;
    }

    async Task RunParquetAsync(HttpContext context, ExportCall call, Caller caller)
    {
        using var name = names.Take(call.Job, caller.Principal);
        var request = new StatementRequest(caller.Principal, call.Text ?? "", JobPages.ExportCause);
        var run = await statements.StartFileAsync(request, (path, cancellationToken) => SendAsync(context, path, cancellationToken), context.RequestAborted);
        name.Started(run.Id);
        _ = await run.Completion;
    }

    static async Task SendAsync(HttpContext context, string path, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/vnd.apache.parquet";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"result.parquet\"";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = new FileInfo(path).Length;
        await context.Response.SendFileAsync(path, cancellationToken);
    }

    static async Task<long> WriteAsync(HttpContext context, ExportFormat format, StatementWork work)
    {
        var cancellationToken = work.Job.CancellationToken;
        var schema = work.Result.Schema ?? throw new ServerException(
            ProblemKind.Unsupported, $"Only statements that return rows can be exported. This one ran: {work.Result.Message}");
        await using var batches = work.Result.Batches.GetAsyncEnumerator(cancellationToken);
        // Until the first batch is there, an error can still be told as a problem.
        var more = await batches.MoveNextAsync();
        Begin(context, format);
        var rows = 0L;
        await using var writer = format.Open(context.Response.Body, schema);
        for (; more; more = await batches.MoveNextAsync())
        {
            await writer.WriteAsync(batches.Current, cancellationToken);
            rows += batches.Current.RowCount;
            work.Report(rows);
        }
        await writer.CompleteAsync(cancellationToken);
        return rows;
    }

    static void Begin(HttpContext context, ExportFormat format)
    {
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"result.{format.Name}\"";
        context.Response.Headers.CacheControl = "no-store";
    }
}
