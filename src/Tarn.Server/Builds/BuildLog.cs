using Microsoft.Extensions.Logging;

namespace Tarn.Server.Builds;

static partial class BuildLog
{
    [LoggerMessage(5050, LogLevel.Warning, "The dbt artifacts beside {Manifest} cannot be read; pages show what they do not need them for")]
    public static partial void Unreadable(ILogger log, string manifest, Exception error);
}
