namespace Tarn.Project.Yaml;

/// <summary>A key that a binder asked for: the reference documentation is checked against these.</summary>
/// <param name="Path">From the root, with dots: <c>server.port</c>.</param>
/// <param name="Type">"string", "integer", "size", "duration", "list" …</param>
/// <param name="Default">As it would be written in the file; null where the key is required or has no default.</param>
sealed record YamlKey(string Path, string Type, string? Default);
