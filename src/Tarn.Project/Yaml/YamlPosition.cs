namespace Tarn.Project.Yaml;

/// <summary>A place in a text file, both counted from one.</summary>
public readonly record struct YamlPosition(int Line, int Column);
