namespace Tarn.Security.Identity;

/// <summary>Which names users may have: lower-case letters, digits, <c>. _ - @</c>, 1 to 100 of them.</summary>
/// <remarks>The colon is kept for principals that are no users (<c>local:ann</c>), so that none can be imitated.</remarks>
public static class UserName
{
    const int MaxLength = 100;

    /// <exception cref="AccessException">With kind <see cref="SecurityErrorKind.Invalid"/>.</exception>
    public static string Normalize(string name)
    {
        var lower = name.Trim().ToLowerInvariant();
        if (lower.Length is > 0 and <= MaxLength && lower.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "._-@".Contains(c, StringComparison.Ordinal))
            && lower != Principal.System.Name)
            return lower;
        throw new AccessException(SecurityErrorKind.Invalid, $"\"{name}\" is no user name: 1 to {MaxLength} letters, digits, and . _ - @ (\"system\" is reserved)");
    }
}
