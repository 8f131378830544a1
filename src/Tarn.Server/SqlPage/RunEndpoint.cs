using Microsoft.AspNetCore.Http.Features;
using Tarn.Operate.Jobs;
using Tarn.Server.Access;
using Tarn.Server.Frames;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Server.Statements;

namespace Tarn.Server.SqlPage;

/// <summary><c>POST /sql/run</c>: one statement, its rows as frames while they are made. Closing the connection cancels it.</summary>
sealed class RunEndpoint(StatementRunner statements, StatementNames names, long mostRows, TimeProvider time)
{
    public async Task RunAsync(HttpContext context, RunCall call, Caller caller)
    {
        var maxRows = Math.Clamp(call.MaxRows ?? mostRows, 1, mostRows);
        using var name = names.Take(call.Job, caller.Principal);
        var frames = new FrameStream(context.Response.BodyWriter, () => Begin(context), maxRows, time);
        JobRun<long>? run = null;
        try
        {
            var request = new StatementRequest(caller.Principal, call.Text ?? "", "ui") { AsOf = call.AsOf };
            run = await statements.StartAsync(request, frames.SendAsync, context.RequestAborted);
            name.Started(run.Id);
            _ = await run.Completion;
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            var problem = ProblemMapper.Of(error);
            if (!frames.HasBegun) throw new ServerException(problem with { Job = run?.Id.ToString() }, error);
            await frames.SendErrorAsync(problem, run!.Id.ToString(), context.RequestAborted);
        }
    }

    static void Begin(HttpContext context)
    {
        context.Response.ContentType = FrameWriter.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
