using System.Text;
using System.Text.RegularExpressions;

namespace Tarn.Ingest.Sources.Files;

/// <summary>Matches relative paths: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!x]</c>, <c>{a,b}</c> within one name, <c>**</c> over any number of folders.</summary>
public sealed class Glob
{
    readonly Regex pattern;

    public Glob(string text)
    {
        Text = text;
        pattern = new Regex(ToRegex(text), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    public string Text { get; }

    /// <summary>The folders before the first wildcard: where the walk begins.</summary>
    public string FixedFolder
    {
        get
        {
            var wildcard = Text.IndexOfAny(['*', '?', '[', '{']);
            var slash = (wildcard < 0 ? Text : Text[..wildcard]).LastIndexOf('/');
            return slash < 0 ? "" : Text[..slash];
        }
    }

    /// <summary>False where all matches lie in one folder, so that the walk needs no depth.</summary>
    public bool CrossesFolders => Text[FixedFolder.Length..].TrimStart('/').Contains('/') || Text.Contains("**", StringComparison.Ordinal);

    public bool Matches(string path) => pattern.IsMatch(path);

    static string ToRegex(string glob)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
            switch (glob[i])
            {
                case '*' when glob.AsSpan(i).StartsWith("**/"):
                    _ = regex.Append("(?:[^/]+/)*");
                    i += 2;
                    break;
                case '*' when glob.AsSpan(i).StartsWith("**"):
                    _ = regex.Append(".*");
                    i++;
                    break;
                case '*': _ = regex.Append("[^/]*"); break;
                case '?': _ = regex.Append("[^/]"); break;
                case '[' when glob.IndexOf(']', i + 1) is var end && end > i + 1:
                    _ = regex.Append(CharacterClass(glob[(i + 1)..end]));
                    i = end;
                    break;
                case '{' when glob.IndexOf('}', i + 1) is var end && end > i:
                    _ = regex.Append("(?:").AppendJoin('|', glob[(i + 1)..end].Split(',').Select(Regex.Escape)).Append(')');
                    i = end;
                    break;
                default: _ = regex.Append(Regex.Escape(glob[i].ToString())); break;
            }
        return regex.Append('$').ToString();
    }

    static string CharacterClass(string inside)
    {
        var negated = inside[0] is '!' or '^';
        var characters = (negated ? inside[1..] : inside).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
        return negated ? $"[^/{characters}]" : $"[{characters}]";
    }
}
