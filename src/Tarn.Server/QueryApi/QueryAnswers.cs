namespace Tarn.Server.QueryApi;

/// <summary><c>POST /api/v3/sql</c>; <c>context</c> is the namespace that bare names are looked up in.</summary>
sealed record SqlCall(string? Sql, IReadOnlyList<string>? Context, IReadOnlyDictionary<string, System.Text.Json.JsonElement>? References);

/// <summary>The job that was started.</summary>
sealed record SqlAnswer(string Id);

/// <summary><c>GET /api/v3/job/{id}</c> in Dremio's words.</summary>
sealed record QueryJobAnswer(string JobState, string QueryType, string ErrorMessage)
{
    public long? RowCount { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? CancellationReason { get; init; }
}

/// <summary>A column of a result page.</summary>
sealed record ResultColumnAnswer(string Name, ResultTypeAnswer Type);

/// <summary>Dremio's name of a type; precision and scale of decimals.</summary>
sealed record ResultTypeAnswer(string Name, int? Precision = null, int? Scale = null);
