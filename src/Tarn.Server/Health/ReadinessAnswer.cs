namespace Tarn.Server.Health;

/// <summary><c>GET /readyz</c>: <c>ready</c> or <c>notReady</c>, and why.</summary>
sealed record ReadinessAnswer(string Status, IReadOnlyList<CheckAnswer> Checks);

/// <summary>One check. What is wrong is in the log, not here: this answer is open to everybody.</summary>
sealed record CheckAnswer(string Name, bool Ok, double Ms);
