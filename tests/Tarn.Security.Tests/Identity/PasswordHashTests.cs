using Tarn.Project.Secrets;
using Tarn.Security.Identity;

namespace Tarn.Security.Tests.Identity;

public sealed class PasswordHashTests
{
    [Fact]
    public void Verifies_what_it_was_made_of_also_after_the_store()
    {
        var stored = PasswordHash.Of(new Secret("pässword")).Stored();
        Assert.StartsWith("pbkdf2-sha256$600000$", stored, StringComparison.Ordinal);
        Assert.True(PasswordHash.Parse(stored).Verify(new Secret("pässword")));
        Assert.False(PasswordHash.Parse(stored).Verify(new Secret("password")));
    }

    [Fact]
    public void Two_of_the_same_password_differ() =>
        Assert.NotEqual(PasswordHash.Of(new Secret("x"), 1).Stored(), PasswordHash.Of(new Secret("x"), 1).Stored());

    [Fact]
    public void Computes_what_the_specification_computes() =>
        // PBKDF2-HMAC-SHA256, password "passwd", salt "salt", one round (RFC 7914, section 11), first 32 of the 64 bytes.
        Assert.True(PasswordHash.Parse("pbkdf2-sha256$1$" + Convert.ToBase64String("salt"u8) + "$"
            + Convert.ToBase64String(Convert.FromHexString("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"))).Verify(new Secret("passwd")));

    [Fact]
    public void Says_when_it_is_weaker_than_todays()
    {
        Assert.True(PasswordHash.Of(new Secret("x"), 1000).IsOutdated);
        Assert.False(PasswordHash.Of(new Secret("x")).IsOutdated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha256$0$c2FsdA==$aGFzaA==")]
    [InlineData("pbkdf2-sha256$1$c2FsdA==$aGFzaA==")]
    [InlineData("pbkdf2-sha256$1$!$!")]
    public void Refuses_a_damaged_text(string text) => Assert.Equal(SecurityErrorKind.Store, Assert.Throws<AccessException>(() => PasswordHash.Parse(text)).Kind);
}
