using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <summary>What the server allows. Each is a setting of the section <c>server</c> under the property's name; errors that meet a limit name it.</summary>
public sealed record ServerLimits
{
    public static ServerLimits Default { get; } = new();

    /// <summary>A request's body.</summary>
    public ByteSize MaxBody { get; init; } = ByteSize.MiB(4);

    /// <summary>A request's line and headers together, in bytes.</summary>
    public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>Requests worked on at once; further ones are told to come back.</summary>
    public int MaxRequests { get; init; } = 256;

    /// <summary>Open connections.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Open event streams, of the requests above.</summary>
    public int MaxEventStreams { get; init; } = 64;

    /// <summary>Statements of the query API that run or wait at once.</summary>
    public int MaxQueryJobs { get; init; } = 200;

    /// <summary>Rows of one result of the query API.</summary>
    public long MaxResultRows { get; init; } = 1_000_000;

    /// <summary>One result of the query API on disk.</summary>
    public ByteSize MaxResult { get; init; } = ByteSize.MiB(1024);

    /// <summary>All kept results; the oldest go first.</summary>
    public ByteSize MaxResults { get; init; } = ByteSize.MiB(4096);

    /// <summary>How long a result can be read after its statement ended.</summary>
    public TimeSpan ResultRetention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When the server stops, running statements get this long before they are cancelled.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    internal static ServerLimits Read(YamlFields fields) => new()
    {
        MaxBody = fields.Bytes("maxBodyBytes", Default.MaxBody),
        MaxHeaderBytes = fields.Number("maxHeaderBytes", Default.MaxHeaderBytes, 8 << 10, 1 << 20),
        MaxRequests = fields.Number("maxRequests", Default.MaxRequests, 4, 100_000),
        MaxConnections = fields.Number("maxConnections", Default.MaxConnections, 4, 1_000_000),
        MaxEventStreams = fields.Number("maxEventStreams", Default.MaxEventStreams, 1, 100_000),
        MaxQueryJobs = fields.Number("maxQueryJobs", Default.MaxQueryJobs, 1, 100_000),
        MaxResultRows = fields.Number("maxResultRows", Default.MaxResultRows, 1, 1_000_000_000),
        MaxResult = fields.Bytes("maxResultBytes", Default.MaxResult),
        MaxResults = fields.Bytes("maxResultsBytes", Default.MaxResults),
        ResultRetention = fields.Duration("resultRetention", Default.ResultRetention),
        StopGrace = fields.Duration("stopGrace", Default.StopGrace),
    };
}
