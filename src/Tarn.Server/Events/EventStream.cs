using System.Globalization;
using System.Text;
using Tarn.Project.Settings;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Events;

/// <summary>Writes a feed as server-sent events (HTML standard, "Server-sent events").</summary>
sealed class EventStream(EventFeed feed, ServerLimits limits, TimeProvider time)
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    int _open;

    public async Task WriteAsync(HttpContext context, Principal principal)
    {
        if (Interlocked.Increment(ref _open) > limits.MaxEventStreams)
        {
            Interlocked.Decrement(ref _open);
            throw new ServerException(new Problem(ProblemKind.Busy, $"{limits.MaxEventStreams} event streams are open; pages go on without live updates.")
            {
                Setting = "server.maxEventStreams",
                RetryAfterSeconds = 30,
            });
        }
        try
        {
            using var listening = feed.Listen(LastSeen(context.Request));
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await StreamAsync(context.Response, listening, principal, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    async Task StreamAsync(HttpResponse response, EventFeed.Listening listening, Principal principal, CancellationToken cancellationToken)
    {
        await SendAsync(response, ": tarn\nretry: 2000\n\n", cancellationToken);
        if (listening.MustReset) await SendAsync(response, $"id: {Text(listening.StartId)}\nevent: reset\ndata: {{}}\n\n", cancellationToken);
        foreach (var happened in listening.Missed) await SendAsync(response, happened, principal, cancellationToken);
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), pause, Heartbeat, Timeout.InfiniteTimeSpan);
            try
            {
                if (!await listening.Coming.WaitToReadAsync(pause.Token)) return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                await SendAsync(response, ": still here\n\n", cancellationToken);
                continue;
            }
            while (listening.Coming.TryRead(out var happened)) await SendAsync(response, happened, principal, cancellationToken);
        }
    }

    static async Task SendAsync(HttpResponse response, ServerEvent happened, Principal principal, CancellationToken cancellationToken)
    {
        if (happened.Data(principal) is not { } data) return;
        await SendAsync(response, $"id: {Text(happened.Id)}\nevent: {happened.Type}\ndata: {Encoding.UTF8.GetString(data)}\n\n", cancellationToken);
    }

    static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    static long? LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
