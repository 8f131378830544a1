namespace Tarn.Project.Yaml;

/// <summary>A key of a mapping and what stands under it.</summary>
public sealed record YamlEntry(YamlNode.Scalar Key, YamlNode Value);
