namespace Tarn.Server.SqlPage;

/// <summary><c>POST /sql/run</c>.</summary>
sealed record RunCall(string? Text, long? MaxRows, string? Job);

/// <summary><c>POST /sql/export</c>.</summary>
sealed record ExportCall(string? Text, string? Format, string? Job);

/// <summary><c>POST /sql/complete</c>.</summary>
sealed record CompleteCall(string? Text, int Cursor);
