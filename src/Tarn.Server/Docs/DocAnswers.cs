namespace Tarn.Server.Docs;

/// <summary><c>GET /docs</c>.</summary>
sealed record DocsAnswer(IReadOnlyList<DocSummary> Pages);

/// <summary>A page without its text.</summary>
sealed record DocSummary(string Name, string Title, IReadOnlyList<DocSection> Sections);

/// <summary><c>GET /docs/{name}</c>; <c>text</c> is Markdown.</summary>
sealed record DocAnswer(string Name, string Title, IReadOnlyList<DocSection> Sections, string Text);
