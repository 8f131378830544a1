using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="Level">Messages below it are dropped.</param>
/// <param name="Format">Of the server's standard output.</param>
public sealed record LoggingOptions(LoggingLevel Level, LoggingFormat Format)
{
    internal static LoggingOptions Read(YamlFields fields) => new(
        fields.Choice("level", LoggingLevel.Information),
        fields.Choice("format", LoggingFormat.Text));
}
