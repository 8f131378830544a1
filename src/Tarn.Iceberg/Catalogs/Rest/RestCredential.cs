namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>How a client shows a REST catalog who it is. Never printed.</summary>
public abstract class RestCredential
{
    private RestCredential()
    {
    }

    public static RestCredential None { get; } = new Anonymous();

    /// <summary>A token as it is.</summary>
    public static RestCredential Token(string token) => new Bearer(token);

    /// <summary>OAuth2 client credentials (RFC 6749 §4.4).</summary>
    /// <param name="id">The client's id.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="scope">What is asked for.</param>
    /// <param name="tokenUri">Where tokens are given out; null for the catalog's own <c>v1/oauth/tokens</c>.</param>
    public static RestCredential Client(string id, string secret, string scope = "catalog", Uri? tokenUri = null) => new ClientCredentials(id, secret, scope, tokenUri);

    public override string ToString() => "***";

    internal sealed class Anonymous : RestCredential;

    internal sealed class Bearer(string token) : RestCredential
    {
        public string Value { get; } = token;
    }

    internal sealed class ClientCredentials(string id, string secret, string scope, Uri? tokenUri) : RestCredential
    {
        public Uri? TokenUri { get; } = tokenUri;

        public FormUrlEncodedContent Form() => new([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret), new("scope", scope)]);
    }
}
