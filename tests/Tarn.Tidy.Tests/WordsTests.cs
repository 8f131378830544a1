using System.Text.RegularExpressions;

namespace Tarn.Tidy;

public sealed partial class WordsTests
{
    static IEnumerable<string> Documents => Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Links_in_documents_lead_somewhere() =>
        Findings.None(Documents.SelectMany(d => Link().Matches(Repository.Read(d)).Select(m => (Document: d, Target: m.Groups[1].Value)))
            .Where(l => !l.Target.Contains("://", StringComparison.Ordinal) && !l.Target.StartsWith('#') && !l.Target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(l => !Exists(l.Document, l.Target.Split('#')[0])).Select(l => $"{l.Document}: {l.Target}"));

    [Fact]
    public void The_architecture_page_names_folders_that_exist() =>
        Findings.None(MapEntry().Matches(Repository.Read("ARCHITECTURE.md")).Select(m => m.Groups[1].Value)
            .Where(p => !Directory.Exists(Path.Combine(Repository.Root, p))));

    [Fact]
    public void The_architecture_page_names_types_that_exist()
    {
        var declared = Repository.Sources.SelectMany(s => Declared().Matches(s.Text).Select(m => m.Groups[1].Value)).ToHashSet();
        declared.UnionWith(Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => d.Split('.')[^1]));
        Findings.None(TypeName().Matches(Repository.Read("ARCHITECTURE.md")).Select(m => m.Groups[1].Value).Where(n => !declared.Contains(n)));
    }

    [Fact]
    public void A_warning_is_silenced_on_its_own_line_with_its_reason() =>
        Findings.None(Repository.Sources.SelectMany(s => s.Text.Split('\n').Select((line, i) => (s.Path, Line: line, Number: i + 1)))
            .Where(l => l.Line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal) && !l.Line.Contains("//", StringComparison.Ordinal))
            .Select(l => $"{l.Path}:{l.Number}"));

    [Fact]
    public void No_registry_host_and_no_machine_path_is_named()
    {
        var files = Repository.Files.Where(f => !f.StartsWith("tests/Tarn.Tidy.Tests/", StringComparison.Ordinal) && new FileInfo(Path.Combine(Repository.Root, f)).Length < 1 << 20);
        Findings.None(files.SelectMany(f => Repository.Read(f).Split('\n').Select((line, i) => (File: f, Line: line, Number: i + 1)))
            .Where(l => Host().IsMatch(l.Line)).Select(l => $"{l.File}:{l.Number}"));
    }

    static bool Exists(string document, string target)
    {
        var path = Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, target);
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^((?:src|tests|bench|docs|web|examples|eng)(?:/[\w.]+)*)/?\s", RegexOptions.Multiline)]
    private static partial Regex MapEntry();

    [GeneratedRegex(@"`([A-Z][a-z]\w+)`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|record struct)\s+([A-Z]\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"registry\.npmjs\.org|api\.nuget\.org|deb\.debian\.org|/work/(main|wt|shared)|/root/")]
    private static partial Regex Host();
}
