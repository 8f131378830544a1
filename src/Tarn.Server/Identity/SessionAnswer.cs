namespace Tarn.Server.Identity;

/// <summary>Who is signed in, and what the page needs to know about this server.</summary>
sealed record SessionAnswer(string User, IReadOnlyList<string> Roles, string Csrf, string Project, string Version, long MaxResultRows);
