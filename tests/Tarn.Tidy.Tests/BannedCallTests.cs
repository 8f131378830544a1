using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tarn.Tidy;

public sealed partial class BannedCallTests
{
    [Theory]
    [InlineData("DateTime", "Now")]
    [InlineData("DateTime", "UtcNow")]
    [InlineData("DateTimeOffset", "Now")]
    [InlineData("DateTimeOffset", "UtcNow")]
    [InlineData("GC", "Collect")]
    public void Clocks_and_collectors_are_injected_or_left_alone(string type, string member) =>
        Findings.None(MemberAccesses(s => !s.IsTest).Where(m => m.Node.Expression.ToString() == type && m.Node.Name.Identifier.Text == member)
            .Select(m => $"{m.Source.Path}:{SourceFile.LineOf(m.Node)}"));

    [Fact]
    public void Only_the_command_line_writes_to_the_console() =>
        Findings.None(MemberAccesses(s => !s.IsTest && !s.Path.StartsWith("src/Tarn.Cli/", StringComparison.Ordinal) && s.Path.StartsWith("src/", StringComparison.Ordinal))
            .Where(m => m.Node.Expression.ToString() == "Console").Select(m => $"{m.Source.Path}:{SourceFile.LineOf(m.Node)}"));

    [Fact]
    public void Nothing_blocks_on_a_task() =>
        Findings.None(Repository.Sources.Where(s => !s.IsTest).SelectMany(s => s.Text.Split('\n')
            .Select((line, i) => (s.Path, Line: line, Number: i + 1)))
            .Where(l => Blocking().IsMatch(l.Line)).Select(l => $"{l.Path}:{l.Number} {l.Line.Trim()}"));

    [Fact]
    public void There_is_no_async_void() =>
        Findings.None(Repository.Sources.SelectMany(s => s.Tree.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(m => m.Modifiers.Any(k => k.IsKind(SyntaxKind.AsyncKeyword)) && m.ReturnType.ToString() == "void")
            .Select(m => $"{s.Path}: {m.Identifier.Text}")));

    [Fact]
    public void There_are_no_regions_and_partial_classes_serve_generators_only() =>
        Findings.None(Repository.Sources.Where(s => s.Tree.DescendantTrivia().Any(t => t.IsKind(SyntaxKind.RegionDirectiveTrivia))).Select(s => s.Path)
            .Concat(Repository.Sources.SelectMany(s => s.Tree.DescendantNodes().OfType<TypeDeclarationSyntax>()
                .Where(t => t.Modifiers.Any(k => k.IsKind(SyntaxKind.PartialKeyword)) && !ServesGenerator(t))
                .Select(t => $"{s.Path}: {t.Identifier.Text}"))));

    [Fact]
    public void Log_event_ids_are_unique()
    {
        var ids = Repository.Sources.Where(s => !s.IsTest)
            .SelectMany(s => EventId().Matches(s.Text).Select(m => (Id: int.Parse(m.Groups[1].Value), s.Path)));
        Findings.None(ids.GroupBy(i => i.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(i => i.Path))}"));
    }

    static bool ServesGenerator(TypeDeclarationSyntax type) =>
        type.AttributeLists.ToString().Contains("JsonSerializable", StringComparison.Ordinal)
        || type.Members.Any(m => m.Modifiers.Any(k => k.IsKind(SyntaxKind.PartialKeyword)));

    static IEnumerable<(SourceFile Source, MemberAccessExpressionSyntax Node)> MemberAccesses(Func<SourceFile, bool> where) =>
        Repository.Sources.Where(where).SelectMany(s => s.Tree.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Select(n => (s, n)));

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\bTask\.WaitAll\(|Async\([^;]*\)\.(Result|Wait\(\))")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();
}
