using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Tarn.Operate;
using Tarn.Operate.Idempotency;

namespace Tarn.Server.RestCatalog;

/// <summary>Answers a change that comes a second time under its <c>Idempotency-Key</c> as the first time, and does nothing again.</summary>
/// <remarks>
/// The answer is kept after the change: a crash between the two makes the second attempt a new one, which the commit's own requirements then judge.
/// Failures of the server are not kept, and neither are refusals that another login or a later moment would lift.
/// </remarks>
sealed class IdempotentCalls(IIdempotencyStore store, TableAnswers answers, TimeProvider time, ILogger<IdempotentCalls> log)
{
    const string HeaderName = "Idempotency-Key";

    /// <summary>A larger answer that is no table's or view's is not kept; none is known.</summary>
    const int LargestKept = 1 << 20;

    readonly ConcurrentDictionary<Guid, TaskCompletionSource> _running = new();

    public async Task<RestAnswer> RunAsync(RestCall call, Func<RestCall, Task<RestAnswer>> handle)
    {
        if (call.Header(HeaderName) is not { } text) return await handle(call);
        if (text.Length != 36 || !Guid.TryParseExact(text, "D", out var key)) throw RestException.BadRequest($"{HeaderName} is '{text}', not a UUID");
        var request = HashOf(call);
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(key, mine);
            if (running != mine)
            {
                // The same request is being worked on: its answer, if it is final, is ours too.
                await running.Task.WaitAsync(call.Token);
                continue;
            }
            try
            {
                return await store.FindAsync(key, call.Token) is { } kept ? await AgainAsync(kept, request, call.Token) : await FirstAsync(key, request, call, handle);
            }
            finally
            {
                _ = _running.TryRemove(key, out _);
                mine.SetResult();
            }
        }
    }

    async Task<RestAnswer> FirstAsync(Guid key, string request, RestCall call, Func<RestCall, Task<RestAnswer>> handle)
    {
        RestAnswer answer;
        try
        {
            answer = await handle(call);
        }
        catch (Exception e) when (RestErrors.Of(e) is { Code: >= 400 and < 500 and not (401 or 403 or 408 or 419 or 429 or 499) } error)
        {
            answer = RestAnswer.Of(error);
        }
        try
        {
            var body = answer.Reload is null ? answer.Body?.ToArray() : null;
            if (body is not { Length: > LargestKept })
                await store.AddAsync(new IdempotentAnswer(key, request, answer.Status, body, answer.Reload, time.GetUtcNow()), CancellationToken.None);
        }
        catch (OperateException e)
        {
            // What was done is done, and its caller hears so.
            RestLog.KeyNotKept(log, key, e);
        }
        return answer;
    }

    async Task<RestAnswer> AgainAsync(IdempotentAnswer kept, string request, CancellationToken cancellationToken)
    {
        if (kept.Request != request) throw RestException.Unprocessable($"{HeaderName} {kept.Key} was used for another request; take a new one for each");
        if (kept.Reload is { } reload) return await answers.ReloadAsync(reload, cancellationToken);
        return kept.Body is { } body ? new RestAnswer(kept.Status, body) : new RestAnswer(kept.Status, null);
    }

    static string HashOf(RestCall call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{call.Principal.Name}\n{call.Method} {call.Target}\n"));
        hash.AppendData(call.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
