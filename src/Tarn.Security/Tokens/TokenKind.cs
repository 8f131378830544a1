namespace Tarn.Security.Tokens;

/// <summary>What a token is for.</summary>
public enum TokenKind
{
    /// <summary>Given by a login; ends with <c>server.sessionHours</c> or the logout.</summary>
    Session,

    /// <summary>Made by a user for a program, with a name and an expiry.</summary>
    Personal,
}
