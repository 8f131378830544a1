using System.Reflection;
using Tarn.Server.Catalog;
using Tarn.Server.Problems;

namespace Tarn.Server.Docs;

/// <summary>The documentation that is built into the program: what it says is about this version, and no network is asked for it.</summary>
sealed class DocShelf
{
    const string Prefix = "docs/";
    const string Suffix = ".md";

    readonly Lazy<IReadOnlyList<DocPage>> _pages = new(Load);

    public DocsAnswer List() => new([.. _pages.Value.Select(page => new DocSummary(page.Name, page.Title, page.Sections))]);

    /// <exception cref="ServerException">There is no such page.</exception>
    public DocAnswer Read(string name) =>
        _pages.Value.FirstOrDefault(page => page.Name == name) is { } found
            ? new DocAnswer(found.Name, found.Title, found.Sections, found.Text)
            : throw new ServerException(ProblemKind.NotFound, $"The documentation has no page {name}; it has {string.Join(", ", _pages.Value.Select(page => page.Name))}.");

    /// <summary>Every page and heading, to be found by name.</summary>
    public IEnumerable<FoundItem> Items() => _pages.Value.SelectMany(page => page.Sections
        .Select(section => new FoundItem("doc", section.Title) { Namespace = page.Title, Href = $"/docs/{page.Name}#{section.Anchor}" })
        .Prepend(new FoundItem("doc", page.Title) { Href = $"/docs/{page.Name}" }));

    static IReadOnlyList<DocPage> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(name => DocPage.Parse(name[Prefix.Length..^Suffix.Length], Text(assembly, name))),
        ];
    }

    static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
