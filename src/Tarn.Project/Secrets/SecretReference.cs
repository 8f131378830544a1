using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tarn.Project.Secrets;

/// <summary>Where a secret lives: an environment variable or a file.</summary>
public sealed partial record SecretReference
{
    SecretReference(string scheme, string name) => (Scheme, Name) = (scheme, name);

    /// <summary>"env" or "file".</summary>
    public string Scheme { get; }

    public string Name { get; }

    /// <param name="text"><c>${env:NAME}</c> or <c>${file:path}</c>, the whole of it.</param>
    /// <param name="reference">Set where the text is one.</param>
    public static bool TryParse(string text, out SecretReference reference)
    {
        var match = Form().Match(text);
        reference = new SecretReference(match.Groups["scheme"].Value, match.Groups["name"].Value);
        return match.Success;
    }

    /// <param name="baseFolder">What a relative path refers to.</param>
    /// <param name="environment">Null for a variable that is not set.</param>
    internal Lookup Resolve(string baseFolder, Func<string, string?> environment) => Scheme switch
    {
        "env" => environment(Name) is { Length: > 0 } value
            ? new Lookup.Found(new Secret(value))
            : new Lookup.Missing($"refers to the environment variable {Name}, which is not set"),
        "file" => FromFile(Path.GetFullPath(Name, baseFolder)),
        _ => throw new UnreachableException(),
    };

    public override string ToString() => $"${{{Scheme}:{Name}}}";

    static Lookup FromFile(string path)
    {
        try
        {
            // Editors and `echo` end a file with a line break that is not part of the secret.
            var text = File.ReadAllText(path).TrimEnd('\r', '\n');
            return text.Length > 0 ? new Lookup.Found(new Secret(text)) : new Lookup.Missing($"refers to the file {path}, which is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Lookup.Missing($"refers to the file {path}, which cannot be read: {e.Message}");
        }
    }

    [GeneratedRegex(@"^\$\{(?<scheme>env|file):(?<name>[^${}\r\n]+)\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    /// <summary>What came of looking a reference up.</summary>
    internal abstract record Lookup
    {
        internal sealed record Found(Secret Secret) : Lookup;

        internal sealed record Missing(string Reason) : Lookup;
    }
}
