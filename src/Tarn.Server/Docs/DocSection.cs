namespace Tarn.Server.Docs;

/// <summary>A heading of a page; <c>anchor</c> leads to it, <c>level</c> counts from 2.</summary>
sealed record DocSection(string Title, string Anchor, int Level);
