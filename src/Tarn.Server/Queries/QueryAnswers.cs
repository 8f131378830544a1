namespace Tarn.Server.Queries;

/// <summary><c>GET /queries</c>: the files of <c>queries/</c>.</summary>
/// <param name="Queries">By name.</param>
/// <param name="MayWrite">Whether this caller may save.</param>
sealed record QueriesAnswer(IReadOnlyList<QueryAnswer> Queries, bool MayWrite);

/// <summary>A saved query.</summary>
/// <param name="Name">The file's name without suffix.</param>
/// <param name="Text">The whole file.</param>
/// <param name="Hash">Of the file's bytes; a change names the one that it was made on.</param>
/// <param name="ModifiedAt">When the file was last written.</param>
sealed record QueryAnswer(string Name, string Text, string Hash, DateTimeOffset ModifiedAt);

/// <summary><c>PUT /queries/{name}</c>.</summary>
/// <param name="Text">The whole file.</param>
/// <param name="Hash">The version that was changed; null for a new file.</param>
sealed record SaveCall(string? Text, string? Hash);
