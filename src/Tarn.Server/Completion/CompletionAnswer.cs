namespace Tarn.Server.Completion;

/// <summary><c>POST /sql/complete</c>: what may stand from <c>from</c> to the cursor.</summary>
sealed record CompletionAnswer(int From, IReadOnlyList<CompletionItem> Items);

/// <summary>One proposal; <c>apply</c> is the text to insert where it is not the label.</summary>
sealed record CompletionItem(string Label, string Kind)
{
    public string? Type { get; init; }

    public string? Doc { get; init; }

    public string? Apply { get; init; }
}
