namespace Tarn.Cli.Prompt;

/// <summary>What may stand from <paramref name="From"/> to the cursor.</summary>
sealed record Completion(int From, IReadOnlyList<string> Candidates)
{
    public static Completion None { get; } = new(0, []);

    /// <summary>The longest text with which all candidates begin (case of the first one).</summary>
    public string CommonPrefix()
    {
        if (Candidates.Count == 0) return "";
        var first = Candidates[0];
        var length = Candidates.Min(c => SharedLength(first, c));
        return first[..length];
    }

    static int SharedLength(string a, string b)
    {
        var i = 0;
        while (i < a.Length && i < b.Length && char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[i])) i++;
        return i;
    }
}
