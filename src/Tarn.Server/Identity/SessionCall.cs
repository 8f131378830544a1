namespace Tarn.Server.Identity;

/// <summary><c>POST /api/ui/v1/session</c>.</summary>
sealed record SessionCall(string? User, string? Password);
