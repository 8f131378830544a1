using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Tarn.Server.Problems;

namespace Tarn.Server.Instance;

/// <summary>Says in words why the port could not be had.</summary>
static class Listener
{
    public static ServerException? Explain(Exception error, IPAddress address, int port)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }) return InUse(port, error);
            if (e is SocketException { SocketErrorCode: SocketError.AccessDenied })
                return Refused($"This user may not listen on port {port}: ports below 1024 need more rights. Choose another with --port or server.port.", port, error);
            if (e is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
                return Refused($"This machine has no address {address}. Set server.host to 127.0.0.1 or to one of its addresses.", port, error);
        }
        return null;
    }

    static ServerException InUse(int port, Exception error)
    {
        var holder = PortOwner.FindPid(port) is { } pid ? $"process {pid} ({PortOwner.ProgramOf(pid) ?? "unknown program"})" : "another process";
        return Refused($"Port {port} is taken by {holder}. Nothing was started. Stop that process, or choose another port with --port or server.port (0 takes any free one).", port, error);
    }

    static ServerException Refused(string detail, int port, Exception error) =>
        new(new Problem(ProblemKind.Conflict, detail) { Cause = new ProblemCause($"port {port}"), Setting = "server.port" }, error);
}
