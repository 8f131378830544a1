namespace Tarn.Server.Builds;

/// <summary><c>GET /models</c>: the dbt project as its artifacts tell it.</summary>
/// <param name="HasProject">Whether the folder holds a dbt project.</param>
/// <param name="MayRun">Whether this caller may build.</param>
/// <param name="Models">Models, seeds and snapshots, by name.</param>
sealed record ModelsAnswer(bool HasProject, bool MayRun, IReadOnlyList<ModelAnswer> Models)
{
    /// <summary>When a build last wrote the manifest.</summary>
    public DateTimeOffset? GeneratedAt { get; init; }

    /// <summary>When the last run ended.</summary>
    public DateTimeOffset? RanAt { get; init; }

    /// <summary>Its job, where it is known.</summary>
    public string? Job { get; init; }
}

/// <summary>A model. <c>state</c> is <c>fresh</c>, <c>stale</c> (something that feeds it changed since its last build), <c>failed</c> or <c>neverBuilt</c>.</summary>
sealed record ModelAnswer(string Id, string Name, string Type, string State, string Materialized, string Path, TestCounts Tests)
{
    public string? Description { get; init; }

    public IReadOnlyList<string>? Levels { get; init; }

    public string? Table { get; init; }

    /// <summary>When its table last changed.</summary>
    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>When a later build began that succeeded and found nothing new.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    public long? Rows { get; init; }

    /// <summary>What <c>rows</c> is where it is not exact: <c>atLeast</c> or <c>atMost</c>.</summary>
    public string? RowsBound { get; init; }

    /// <summary>Of the last run, if it was in it.</summary>
    public double? Seconds { get; init; }

    public string? Status { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>Tests of a model by how they ended in the last run.</summary>
sealed record TestCounts(int Total, int Passed, int Failed, int Warned);

/// <summary><c>GET /models/{id}</c>.</summary>
sealed record ModelDetail(ModelAnswer Model, string Sql)
{
    public string? Compiled { get; init; }

    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<TestAnswer> Tests { get; init; } = [];

    public IReadOnlyList<ModelNeighbour> Up { get; init; } = [];

    public IReadOnlyList<ModelNeighbour> Down { get; init; } = [];
}

sealed record TestAnswer(string Id, string Name, string? Column, string? Status, string? Message, long? Failures, string? Sql);

sealed record ModelNeighbour(string Id, string Name, string Type, string? Schema, string? Table);

/// <summary><c>POST /models/run</c>: dbt's own selection words; null builds everything.</summary>
sealed record BuildCall(string? Verb, string? Select);
