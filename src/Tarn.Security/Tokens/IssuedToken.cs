using Tarn.Project.Secrets;

namespace Tarn.Security.Tokens;

/// <summary>A new token: the only moment at which its text is known.</summary>
public sealed record IssuedToken(AccessToken Token, Secret Text);
