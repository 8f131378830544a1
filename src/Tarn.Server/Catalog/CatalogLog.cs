using Microsoft.Extensions.Logging;

namespace Tarn.Server.Catalog;

static partial class CatalogLog
{
    [LoggerMessage(5030, LogLevel.Warning, "The metadata of {Table} cannot be read; the catalog shows its name only")]
    public static partial void Unreadable(ILogger log, string table, Exception error);
}
