using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="Retention">Finished jobs are kept this long.</param>
/// <param name="MaxKept">And at most this many of them, newest first.</param>
public sealed record JobOptions(TimeSpan Retention, int MaxKept)
{
    internal static JobOptions Read(YamlFields fields) => new(
        fields.Duration("retention", TimeSpan.FromDays(30)),
        fields.Number("maxKept", 100_000, 100, 10_000_000));
}
