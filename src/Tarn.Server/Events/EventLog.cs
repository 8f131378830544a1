using Microsoft.Extensions.Logging;

namespace Tarn.Server.Events;

static partial class EventLog
{
    [LoggerMessage(5040, LogLevel.Warning, "Jobs or commits could not be looked at; live updates are late until that works again")]
    public static partial void LookFailed(ILogger log, Exception error);
}
