using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>One operation of the REST catalog specification.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">As the specification writes it, <c>{prefix}</c> included: so it stands in the list that clients get.</param>
/// <param name="Permission">Asked for the installation before the request is read, and again for the object that the path names.</param>
/// <param name="Handle">Answers.</param>
sealed record RestRoute(string Method, string Path, Permission Permission, Func<RestCall, Task<RestAnswer>> Handle)
{
    const string Prefix = "/{prefix}";

    /// <summary>It changes something, so that a client may send it twice under one idempotency key.</summary>
    public bool IsChange { get; init; }

    /// <summary>It does its work; one that only explains why it cannot is not in the list that clients get.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>The path on this server, which has one catalog and therefore no prefix.</summary>
    public string Pattern => "/iceberg" + Path.Replace(Prefix, "", StringComparison.Ordinal);

    public string Endpoint => $"{Method} {Path}";
}
