using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="Host">The address that the server listens on.</param>
/// <param name="Port">0 takes any free port.</param>
/// <param name="Session">How long a login lasts (<c>sessionHours</c>).</param>
/// <param name="OpenMetrics">On a loopback address <c>/metrics</c> needs no token; on any other it always does.</param>
/// <param name="Limits">What the server allows.</param>
public sealed record ServerOptions(string Host, int Port, TimeSpan Session, bool OpenMetrics, ServerLimits Limits)
{
    internal static ServerOptions Read(YamlFields fields) => new(
        fields.String("host", "127.0.0.1"),
        fields.Number("port", 9047, 0, 65_535),
        TimeSpan.FromHours(fields.Number("sessionHours", 12, 1, 8_760)),
        fields.Bool("openMetrics", true),
        ServerLimits.Read(fields));
}
