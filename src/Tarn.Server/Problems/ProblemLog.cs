using Microsoft.Extensions.Logging;

namespace Tarn.Server.Problems;

static partial class ProblemLog
{
    [LoggerMessage(5001, LogLevel.Error, "A defect: {Method} {Path} failed in a way that nothing expected")]
    public static partial void Defect(ILogger log, string method, string path, Exception error);

    [LoggerMessage(5002, LogLevel.Warning, "{Method} {Path} failed after its answer had begun; the connection was cut so that the client notices")]
    public static partial void AnswerCut(ILogger log, string method, string path, Exception error);
}
