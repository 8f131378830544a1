using Microsoft.Extensions.Logging;

namespace Tarn.Server.RestCatalog;

static partial class RestLog
{
    [LoggerMessage(5080, LogLevel.Warning, "The answer under the idempotency key {Key} could not be kept")]
    public static partial void KeyNotKept(ILogger log, Guid key, Exception error);
}
