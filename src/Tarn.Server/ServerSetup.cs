using Microsoft.Extensions.Logging;
using Tarn.Engine.Sessions;
using Tarn.Operate.Drafts;
using Tarn.Operate.Idempotency;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Project;
using Tarn.Project.Settings;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server.Health;

namespace Tarn.Server;

/// <summary>Everything that a server is made of, given by whoever composes the program.</summary>
public sealed record ServerSetup
{
    /// <summary>The project's name, as pages show it.</summary>
    public required string ProjectName { get; init; }

    /// <summary>The project's <c>.tarn</c> folder: lock, <c>server.json</c>, results on disk.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The project folder: sources, dbt project, saved queries.</summary>
    public required ProjectFolder Folder { get; init; }

    /// <summary>The built UI; by default the folder <c>web</c> beside the program.</summary>
    public string WebFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>The address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 takes any free one.</summary>
    public int Port { get; init; } = 9047;

    /// <summary>How long a login lasts.</summary>
    public required TimeSpan SessionLifetime { get; init; }

    /// <summary>Whether <c>/metrics</c> needs no token on a loopback address (<c>server.openMetrics</c>); on any other it always does.</summary>
    public required bool OpenMetrics { get; init; }

    /// <summary>A statement of the SQL page returns at most this many rows (<c>ui.maxResultRows</c>).</summary>
    public long MaxPageRows { get; init; } = 1_000_000;

    public required ServerLimits Limits { get; init; }

    /// <summary>Runs the statements; its catalog is what pages show.</summary>
    public required Lakehouse Lakehouse { get; init; }

    public required Accounts Accounts { get; init; }

    public required TokenAuthority Tokens { get; init; }

    public required IAuthorizer Authorizer { get; init; }

    public required JobRunner Jobs { get; init; }

    public required IJobStore JobStore { get; init; }

    public required IIdempotencyStore Idempotency { get; init; }

    public required IDraftStore Drafts { get; init; }

    public required MetricRegistry Metrics { get; init; }

    /// <summary>What must work for the server to be ready; by default the catalog, the warehouse and the engine.</summary>
    public IReadOnlyList<ReadinessCheck>? Checks { get; init; }

    /// <summary>Where the server's messages go.</summary>
    public required ILoggerFactory Logging { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
