using System.Globalization;
using System.Security.Cryptography;
using Tarn.Project.Secrets;

namespace Tarn.Security.Identity;

/// <summary>A password as it is stored: PBKDF2 with HMAC-SHA-256, 600,000 rounds, a random salt.</summary>
/// <remarks>The count is what OWASP's password storage cheat sheet asks of this function. It is in the text, so that it can grow and old hashes still verify.</remarks>
public sealed record PasswordHash
{
    const string Scheme = "pbkdf2-sha256";
    const int SaltBytes = 16;
    const int HashBytes = 32;
    const int MostRounds = 100_000_000;

    readonly int rounds;
    readonly byte[] salt;
    readonly byte[] hash;

    PasswordHash(int rounds, byte[] salt, byte[] hash) => (this.rounds, this.salt, this.hash) = (rounds, salt, hash);

    public const int Rounds = 600_000;

    /// <summary>Weaker than what <see cref="Of"/> makes today: to be replaced at the next login.</summary>
    public bool IsOutdated => rounds < Rounds;

    /// <summary>Takes a fraction of a second, on purpose.</summary>
    public static PasswordHash Of(Secret password, int rounds = Rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(rounds, salt, Derive(password, salt, rounds));
    }

    /// <summary>Takes as long as <see cref="Of"/>; the comparison does not tell how much was right.</summary>
    public bool Verify(Secret password) => CryptographicOperations.FixedTimeEquals(hash, Derive(password, salt, rounds));

    /// <param name="text">What <see cref="Stored"/> gave.</param>
    /// <exception cref="AccessException">Not such a text.</exception>
    public static PasswordHash Parse(string text)
    {
        var parts = text.Split('$');
        if (parts is not [Scheme, var count, var salt, var hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) || rounds is < 1 or > MostRounds
            || FromBase64(salt) is not { } saltBytes || FromBase64(hash) is not { Length: HashBytes } hashBytes)
            throw new AccessException(SecurityErrorKind.Store, "a stored password hash is damaged; set a new password for this user");
        return new PasswordHash(rounds, saltBytes, hashBytes);
    }

    /// <summary>The text for the store.</summary>
    public string Stored() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    public bool Equals(PasswordHash? other) => other is not null && Stored() == other.Stored();

    public override int GetHashCode() => Stored().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "***";

    static byte[] Derive(Secret password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password.Expose(), salt, rounds, HashAlgorithmName.SHA256, HashBytes);

    static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
