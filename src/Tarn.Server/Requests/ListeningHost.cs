using System.Net;

namespace Tarn.Server.Requests;

/// <summary>The address that the server listens on, and which host names a request may carry for it.</summary>
/// <remarks>
/// A page of another site can point its own name at 127.0.0.1 and then read what an open endpoint here answers (DNS rebinding). A server
/// that listens on loopback only therefore answers to loopback's names only. Behind a real address any name may be right.
/// </remarks>
sealed record ListeningHost(IPAddress Address)
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public static ListeningHost Parse(string host) =>
        new(host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host));

    public bool Accepts(string name) =>
        !IsLoopback || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
}
