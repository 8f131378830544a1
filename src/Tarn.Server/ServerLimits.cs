namespace Tarn.Server;

/// <summary>What the server allows, each limit named as in <c>tarn.yaml</c> (section <c>server</c>).</summary>
public sealed record ServerLimits
{
    public static ServerLimits Default { get; } = new();

    /// <summary>A request's body (<c>maxBodyBytes</c>).</summary>
    public long MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>A request's line and headers together (<c>maxHeaderBytes</c>).</summary>
    public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>Requests worked on at once; further ones are told to come back (<c>maxRequests</c>).</summary>
    public int MaxRequests { get; init; } = 256;

    /// <summary>Open connections (<c>maxConnections</c>).</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Open event streams, of the requests above (<c>maxEventStreams</c>).</summary>
    public int MaxEventStreams { get; init; } = 64;

    /// <summary>Statements of the query API that run or wait at once (<c>maxQueryJobs</c>).</summary>
    public int MaxQueryJobs { get; init; } = 200;

    /// <summary>Rows of one result of the query API (<c>maxResultRows</c>).</summary>
    public long MaxResultRows { get; init; } = 1_000_000;

    /// <summary>Bytes of one result of the query API on disk (<c>maxResultBytes</c>).</summary>
    public long MaxResultBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of all kept results; the oldest go first (<c>maxResultsBytes</c>).</summary>
    public long MaxResultsBytes { get; init; } = 4L << 30;

    /// <summary>How long a result can be read after its statement ended (<c>resultRetention</c>).</summary>
    public TimeSpan ResultRetention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When the server stops, running statements get this long before they are cancelled (<c>stopGrace</c>).</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}
