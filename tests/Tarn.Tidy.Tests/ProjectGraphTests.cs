using System.Xml.Linq;

namespace Tarn.Tidy;

public sealed class ProjectGraphTests
{
    /// <summary>What each project may reference directly. An arrow that is not here is a decision, so it is made here first.</summary>
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Tarn.Iceberg"] = [],
        ["Tarn.Project"] = [],
        ["Tarn.Security"] = ["Tarn.Project"],
        ["Tarn.Engine"] = ["Tarn.Iceberg", "Tarn.Security"],
        ["Tarn.Ingest"] = ["Tarn.Engine", "Tarn.Project"],
        ["Tarn.Transform"] = ["Tarn.Engine", "Tarn.Project"],
        ["Tarn.Operate"] = ["Tarn.Engine", "Tarn.Project", "Tarn.Security"],
        ["Tarn.Storage"] = ["Tarn.Iceberg", "Tarn.Operate", "Tarn.Security"],
        ["Tarn.Server"] = ["Tarn.Engine", "Tarn.Ingest", "Tarn.Transform", "Tarn.Operate", "Tarn.Security"],
        ["Tarn.Cli"] = ["Tarn.Server", "Tarn.Storage", "Tarn.Engine", "Tarn.Iceberg", "Tarn.Ingest", "Tarn.Transform", "Tarn.Operate", "Tarn.Security", "Tarn.Project"],
    };

    /// <summary>The one project where each heavy or fenced dependency may appear.</summary>
    static readonly Dictionary<string, string> OnlyHome = new()
    {
        ["YamlDotNet"] = "Tarn.Project",
        ["Microsoft.Data.Sqlite.Core"] = "Tarn.Storage",
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "Tarn.Storage",
        ["System.CommandLine"] = "Tarn.Cli",
    };

    [Fact]
    public void Projects_reference_only_what_the_map_allows()
    {
        var found = Projects().SelectMany(p => References(p, "ProjectReference").Select(r => (From: Name(p), To: Name(r))));
        Findings.None(found.Where(a => !Allowed.TryGetValue(a.From, out var to) || !to.Contains(a.To)).Select(a => $"{a.From} -> {a.To}"));
    }

    [Fact]
    public void Fenced_packages_stay_in_their_home()
    {
        var found = Projects().SelectMany(p => References(p, "PackageReference").Select(r => (Project: Name(p), Package: r)));
        Findings.None(found.Where(f => OnlyHome.TryGetValue(f.Package, out var home) && home != f.Project).Select(f => $"{f.Package} in {f.Project}"));
    }

    [Fact]
    public void Every_project_has_a_test_project_and_stands_in_the_solution()
    {
        var solution = Repository.Read("Tarn.slnx");
        foreach (var project in Projects())
        {
            Assert.Contains(project, solution, StringComparison.Ordinal);
            Assert.Contains($"tests/{Name(project)}.Tests/{Name(project)}.Tests.csproj", solution, StringComparison.Ordinal);
        }
    }

    static IEnumerable<string> Projects() =>
        Repository.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal));

    static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    static IEnumerable<string> References(string project, string element) =>
        XDocument.Parse(Repository.Read(project)).Descendants(element).Select(e => e.Attribute("Include")!.Value);
}
