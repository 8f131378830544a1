using System.Collections.Immutable;

namespace Tarn.Security.Tokens;

/// <summary>A bearer token as it is stored: its SHA-256, never itself.</summary>
/// <remarks>A plain hash is enough here: the token is 256 random bits, which no list of words holds.</remarks>
/// <param name="Id">For listing and revoking.</param>
/// <param name="Kind">Session or personal.</param>
/// <param name="User">Whose rights it carries, looked up at each use.</param>
/// <param name="Name">The user's own, such as "grafana".</param>
/// <param name="Hash">SHA-256 of the token's text.</param>
/// <param name="Created">When.</param>
/// <param name="Expires">Not accepted from this instant on.</param>
public sealed record AccessToken(TokenId Id, TokenKind Kind, string User, string Name, ImmutableArray<byte> Hash, DateTimeOffset Created, DateTimeOffset Expires);
