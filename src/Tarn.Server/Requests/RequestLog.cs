using Microsoft.Extensions.Logging;

namespace Tarn.Server.Requests;

static partial class RequestLog
{
    [LoggerMessage(5010, LogLevel.Information, "{Method} {Path} {Status} {DurationMs:0.0} ms {Principal} trace {TraceId}")]
    public static partial void Answered(ILogger log, string method, string path, int status, double durationMs, string principal, string traceId);
}
