namespace Tarn.Server.SqlPage;

/// <summary><c>POST /sql/run</c>.</summary>
/// <param name="Text">One statement.</param>
/// <param name="MaxRows">At most so many rows are sent.</param>
/// <param name="Job">A name for its job.</param>
/// <param name="AsOf">Tables without a clause of their own are read as they were then; only for queries.</param>
sealed record RunCall(string? Text, long? MaxRows, string? Job, DateTimeOffset? AsOf);

/// <summary><c>POST /sql/export</c>.</summary>
sealed record ExportCall(string? Text, string? Format, string? Job);

/// <summary><c>POST /sql/check</c>.</summary>
/// <param name="Text">One statement.</param>
/// <param name="AsOf">As with a run.</param>
sealed record CheckCall(string? Text, DateTimeOffset? AsOf);

/// <summary><c>POST /sql/complete</c>.</summary>
sealed record CompleteCall(string? Text, int Cursor);
