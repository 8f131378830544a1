using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tarn.Testing;

namespace Tarn.Tidy;

/// <summary>The files git knows (tracked, or new and not ignored), and the C# ones parsed once.</summary>
static class Repository
{
    public static string Root => SharedData.RepositoryRoot;

    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static IReadOnlyList<SourceFile> Sources { get; } =
        Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(SourceFile.Parse).ToList();

    public static string Read(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    static List<string> ListFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-co", "--exclude-standard"]) { WorkingDirectory = Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return files.Where(f => File.Exists(Path.Combine(Root, f))).Order(StringComparer.Ordinal).ToList();
    }
}

/// <summary>One parsed C# file, named from the repository's root.</summary>
sealed record SourceFile(string Path, string Text, SyntaxNode Tree)
{
    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public int LineCount => Text.AsSpan().Count('\n');

    public static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static SourceFile Parse(string path)
    {
        var text = Repository.Read(path);
        return new(path, text, CSharpSyntaxTree.ParseText(text).GetRoot());
    }
}
