namespace Tarn.Server.Events;

/// <summary>The data of a <c>commit</c> event.</summary>
sealed record CommitAnswer(
    string Table, string Namespace, IReadOnlyList<string> Levels, string Name, string Snapshot, DateTimeOffset AsOf, string? Operation);
