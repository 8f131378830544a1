using Tarn.Project.Secrets;

namespace Tarn.Project.Yaml;

/// <summary>What a file's values may refer to outside itself.</summary>
/// <param name="BaseFolder">What the relative path of <c>${file:…}</c> refers to: the project folder.</param>
/// <param name="Environment">Looks up an environment variable; null where it is not set.</param>
public sealed record YamlContext(string BaseFolder, Func<string, string?> Environment)
{
    /// <summary>With this process's environment variables.</summary>
    public static YamlContext OfProcess(string baseFolder) => new(baseFolder, System.Environment.GetEnvironmentVariable);

    internal SecretReference.Lookup Resolve(SecretReference reference) => reference.Resolve(BaseFolder, Environment);
}
