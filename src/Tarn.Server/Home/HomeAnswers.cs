using Tarn.Server.Problems;

namespace Tarn.Server.Home;

/// <summary><c>GET /home</c>: is everything all right, and if not, what first.</summary>
sealed record HomeAnswer(DateTimeOffset AsOf, VerdictAnswer Verdict, FirstSteps Steps)
{
    /// <summary>Only what has a fact behind it.</summary>
    public IReadOnlyList<HealthTile> Tiles { get; init; } = [];

    /// <summary>Most harm first.</summary>
    public IReadOnlyList<AttentionItem> Attention { get; init; } = [];

    /// <summary>Tables with a target, nearest to it or beyond it first.</summary>
    public IReadOnlyList<FreshnessItem> Freshness { get; init; } = [];

    /// <summary>Syncs, builds and maintenance of the last six hours.</summary>
    public IReadOnlyList<RunItem> Runs { get; init; } = [];

    public required DateTimeOffset RunsSince { get; init; }
}

/// <summary>A sentence of the message catalogue with its arguments.</summary>
/// <param name="Severity"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Key"><c>empty</c>, <c>fine</c> or <c>attention</c>.</param>
/// <param name="Args">Counts by name.</param>
sealed record VerdictAnswer(string Severity, string Key, IReadOnlyDictionary<string, int> Args);

/// <summary>What a new installation has done of connect, look, build.</summary>
sealed record FirstSteps(bool Sources, bool Tables, bool Models, bool Queried);

/// <summary>A number with its state. <c>id</c> says which: <c>freshness syncs tests queries storage</c>.</summary>
sealed record HealthTile(string Id, string State, double Value)
{
    public double? Of { get; init; }

    public long? Count { get; init; }

    /// <summary>48 numbers over the tile's span, oldest first; the bad ones of them in <c>bad</c>.</summary>
    public IReadOnlyList<double>? Series { get; init; }

    public IReadOnlyList<double>? Bad { get; init; }

    /// <summary>The change over the span.</summary>
    public double? Change { get; init; }
}

/// <summary>Something that needs a person. <c>id</c> says what kind of thing: <c>syncFailed buildFailed modelFailed testFailed quarantine late damaged sources</c>.</summary>
sealed record AttentionItem(string Id, string Severity, string Object)
{
    public ProblemBody? Error { get; init; }

    public DateTimeOffset? Since { get; init; }

    public IReadOnlyDictionary<string, double> Args { get; init; } = new Dictionary<string, double>();

    /// <summary>Tables made of it.</summary>
    public int Tables { get; init; }

    public required AttentionAction Action { get; init; }
}

/// <summary>The one thing to do: a page to open, a query to look at, or a call to make. <c>label</c> is a key of the message catalogue.</summary>
sealed record AttentionAction(string Label)
{
    public string? Href { get; init; }

    public string? Sql { get; init; }

    /// <summary>A path to POST to.</summary>
    public string? Post { get; init; }

    /// <summary>Whether this caller may.</summary>
    public bool Allowed { get; init; } = true;
}

sealed record FreshnessItem(string Table, IReadOnlyList<string> Levels, string Name, double AgeMs, double TargetMs, DateTimeOffset ChangedAt);

sealed record RunItem(string Job, string Kind, string State, string Name, DateTimeOffset Start, DateTimeOffset? End);
