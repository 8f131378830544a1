namespace Tarn.Server.Identity;

/// <summary><c>POST /apiv2/login</c>, in Dremio's words.</summary>
sealed record DremioLoginCall(string? UserName, string? Password);

/// <summary>
/// Dremio's answer to a login, as far as clients read it. The token goes into <c>Authorization: _dremio{token}</c>, or is sent as a bearer
/// token; it expires at so many milliseconds since 1970.
/// </summary>
sealed record DremioLoginAnswer(
    string Token, string UserName, string FirstName, string LastName, long Expires, string Email, string UserId, bool Admin, string Version);
