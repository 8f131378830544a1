namespace Tarn.Server.Drafts;

/// <summary><c>GET /drafts</c>: one's own.</summary>
sealed record DraftsAnswer(IReadOnlyList<DraftAnswer> Drafts);

/// <summary>A tab of the SQL page that is no file, or not yet what its file says.</summary>
/// <param name="Id">Of its page.</param>
/// <param name="Text">The SQL.</param>
/// <param name="Number">What the tab is called without a title.</param>
/// <param name="ChangedAt">When it was typed.</param>
sealed record DraftAnswer(string Id, string Text, int Number, DateTimeOffset ChangedAt)
{
    /// <summary>The height that its editor was given.</summary>
    public double? Height { get; init; }

    /// <summary>The saved query that it is a copy of.</summary>
    public string? File { get; init; }

    /// <summary>The version of the file that it was made from.</summary>
    public string? Hash { get; init; }

    /// <summary>Pinned and hidden columns of its result: <c>pin=a,b hide=c</c>, names percent-encoded.</summary>
    public string? Columns { get; init; }
}

/// <summary><c>PUT /drafts/{id}</c>.</summary>
sealed record DraftCall(string? Text, int Number, DateTimeOffset ChangedAt, double? Height, string? File, string? Hash, string? Columns);
