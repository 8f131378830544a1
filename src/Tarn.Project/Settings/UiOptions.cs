using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="MaxResultRows">A statement of the SQL page keeps at most this many rows of its result.</param>
public sealed record UiOptions(int MaxResultRows)
{
    internal static UiOptions Read(YamlFields fields) => new(fields.Number("maxResultRows", 1_000_000, 1, 10_000_000));
}
