using Tarn.Project.Settings;
using Tarn.Server.Problems;

namespace Tarn.Server.Requests;

/// <summary>Lets at most so many requests in at once, and none that a foreign page made a browser send to this machine.</summary>
sealed class RequestGate(RequestDelegate next, ServerLimits limits, ListeningHost host)
{
    int _running;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!host.Accepts(context.Request.Host.Host))
            throw new ServerException(ProblemKind.InvalidRequest, $"This server is not called \"{context.Request.Host.Host}\"; it answers to its loopback names only.");
        if (Interlocked.Increment(ref _running) > limits.MaxRequests && !IsHealth(context.Request.Path))
        {
            Interlocked.Decrement(ref _running);
            throw new ServerException(new Problem(ProblemKind.Busy, $"{limits.MaxRequests} requests are being worked on; try again in a moment.")
            {
                Setting = "server.maxRequests",
                RetryAfterSeconds = 1,
            });
        }
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    static bool IsHealth(PathString path) => path == "/healthz" || path == "/readyz" || path == "/metrics";
}
