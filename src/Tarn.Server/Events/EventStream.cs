using System.Globalization;
using System.Text;
using Tarn.Project.Settings;
using Tarn.Security.Identity;
using Tarn.Security.Tokens;
using Tarn.Server.Access;
using Tarn.Server.Problems;

namespace Tarn.Server.Events;

/// <summary>Writes a feed as server-sent events (HTML standard, "Server-sent events").</summary>
sealed class EventStream(EventFeed feed, TokenAuthority tokens, ServerLimits limits, TimeProvider time)
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>So old may the knowledge be that who listens may still do so, and as who.</summary>
    static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);

    int _open;

    public async Task WriteAsync(HttpContext context, Caller caller)
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
            await StreamAsync(context.Response, listening, caller, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Until one side ends it: a listener whose login was ended or whose user was disabled meanwhile hears nothing more, and one with other roles hears what these may.</summary>
    async Task StreamAsync(HttpResponse response, EventFeed.Listening listening, Caller caller, CancellationToken cancellationToken)
    {
        var (principal, known) = (caller.Principal, time.GetUtcNow());
        await SendAsync(response, ": tarn\nretry: 2000\n\n", cancellationToken);
        if (listening.MustReset) await SendAsync(response, $"id: {Text(listening.StartId)}\nevent: reset\ndata: {{}}\n\n", cancellationToken);
        foreach (var happened in listening.Missed) await SendAsync(response, happened, principal, cancellationToken);
        while (true)
        {
            if (await ComingAsync(listening, cancellationToken) is not { } isThere) return;
            if (time.GetUtcNow() - known >= Believed)
            {
                if (await tokens.AuthenticateAsync(caller.Token, cancellationToken) is not { } now) return;
                (principal, known) = (now, time.GetUtcNow());
            }
            if (!isThere) await SendAsync(response, ": still here\n\n", cancellationToken);
            while (isThere && listening.Coming.TryRead(out var happened)) await SendAsync(response, happened, principal, cancellationToken);
        }
    }

    /// <summary>Whether something happened, or nothing for a heartbeat; null at the end of the feed.</summary>
    async Task<bool?> ComingAsync(EventFeed.Listening listening, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), pause, Heartbeat, Timeout.InfiniteTimeSpan);
        try
        {
            return await listening.Coming.WaitToReadAsync(pause.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
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
