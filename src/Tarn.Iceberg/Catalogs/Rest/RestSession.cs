using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>A request's answer: a status below 300, or what was wrong.</summary>
readonly record struct RestReply(HttpStatusCode Status, ReadOnlyMemory<byte> Body, RestError? Error)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public T Read<T>(Func<JsonElement, T> read) => JsonText.Parse(Body, "catalog answer", read);
}

/// <summary>Sends requests to a REST catalog: authenticated, and again where that can do no harm.</summary>
sealed class RestSession : IDisposable
{
    const int MaxLogins = 1;

    readonly RestCatalogOptions _options;
    readonly TimeProvider _time;
    readonly HttpClient _http;
    readonly SemaphoreSlim _login = new(1);
    string? _token;

    public RestSession(RestCatalogOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { Timeout = options.Timeout };
        _token = (options.Credential as RestCredential.Bearer)?.Value;
    }

    /// <summary>The server keeps answers under a key, so that a change may be sent twice.</summary>
    public bool KeysAreKept { get; set; }

    /// <summary>Sends a request and gives the answer, a refusal included.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below the catalog's URI, every name in it encoded.</param>
    /// <param name="body">Writes the body; null for none.</param>
    /// <param name="cancellationToken">Ends the wait; a change may have happened then.</param>
    /// <exception cref="IcebergException"><see cref="IcebergErrorKind.Unavailable"/> where no answer came, <see cref="IcebergErrorKind.OutcomeUnknown"/> where a change may have happened.</exception>
    public async Task<RestReply> SendAsync(HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken)
    {
        var content = body is null ? null : JsonText.ToBytes(body);
        var isChange = method == HttpMethod.Post || method == HttpMethod.Delete;
        var key = isChange && KeysAreKept ? Guid.CreateVersion7().ToString("D") : null;
        var harmless = !isChange || key is not null;
        var refreshes = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await SendOnceAsync(method, path, content, key, cancellationToken).ConfigureAwait(false);
                if (answer.StatusCode is HttpStatusCode.Unauthorized or (HttpStatusCode)419 && _options.Credential is RestCredential.ClientCredentials && refreshes++ < MaxLogins)
                {
                    _token = null;
                    continue;
                }
                var isBusy = answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
                if (isBusy && harmless && attempt < _options.MaxAttempts)
                {
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? Pause(attempt), _time, cancellationToken).ConfigureAwait(false);
                    continue;
                }
                var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                return new RestReply(answer.StatusCode, bytes, answer.IsSuccessStatusCode ? null : ErrorOf(answer.StatusCode, bytes));
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (harmless && attempt < _options.MaxAttempts)
                {
                    await Task.Delay(Pause(attempt), _time, cancellationToken).ConfigureAwait(false);
                    continue;
                }
                var refused = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
                var kind = isChange && !refused ? IcebergErrorKind.OutcomeUnknown : IcebergErrorKind.Unavailable;
                throw new IcebergException(kind, $"The catalog at {_options.Uri} gave no answer to {method} {path}: {e.Message}", e);
            }
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _login.Dispose();
    }

    async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, byte[]? content, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, At(path));
        if (await TokenAsync(cancellationToken).ConfigureAwait(false) is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (content is not null) request.Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names are encoded once, here: the URI class would decode dots and take out what looks like a parent folder.</summary>
    Uri At(string path) => new($"{_options.Uri.AbsoluteUri.TrimEnd('/')}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        if (_token is not null || _options.Credential is not RestCredential.ClientCredentials client) return _token;
        await _login.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is not null) return _token;
            using var form = client.Form();
            using var answer = await _http.PostAsync(client.TokenUri ?? At("v1/oauth/tokens"), form, cancellationToken).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode) throw new IcebergException(IcebergErrorKind.AccessDenied, $"The catalog at {_options.Uri} gave no token for the credential ({(int)answer.StatusCode})");
            return _token = JsonText.Parse(body, "token answer", json => json.Text("access_token", "token answer"));
        }
        finally
        {
            _ = _login.Release();
        }
    }

    static RestError ErrorOf(HttpStatusCode status, byte[] body) =>
        RestError.Read(body, (int)status) ?? new RestError((int)status, "", $"The catalog answered {(int)status} {status}");

    static TimeSpan Pause(int attempt) => TimeSpan.FromMilliseconds(50 * Math.Pow(2, attempt));
}
