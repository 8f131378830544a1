namespace Tarn.Operate.Drafts;

/// <summary>What a person typed in the SQL page and did not save as a file.</summary>
/// <param name="Id">Chosen by the page that made it.</param>
/// <param name="Body">The page's own words: text, place among the tabs.</param>
/// <param name="Changed">When it was typed; of two versions the later one stays.</param>
public sealed record Draft(string Id, string Body, DateTimeOffset Changed);
