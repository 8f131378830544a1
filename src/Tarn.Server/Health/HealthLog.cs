using Microsoft.Extensions.Logging;

namespace Tarn.Server.Health;

static partial class HealthLog
{
    [LoggerMessage(5020, LogLevel.Error, "Not ready: the check of {Part} failed")]
    public static partial void CheckFailed(ILogger log, string part, Exception error);
}
