using Microsoft.Extensions.Logging;
using Tarn.Project.Settings;
using Tarn.Server;
using Tarn.Server.Health;

namespace Tarn.Cli.Composition;

/// <summary>What the server of a project folder is made of.</summary>
static class ServerComposition
{
    public static ServerSetup Of(ProjectHost project, int? port) => new()
    {
        ProjectName = Path.GetFileName(project.Folder.Root.TrimEnd('/')),
        Folder = project.Folder,
        StateFolder = project.Folder.PrivateFolder,
        MaxPageRows = project.Folder.Options.Ui.MaxResultRows,
        Host = project.Folder.Options.Server.Host,
        Port = port ?? project.Folder.Options.Server.Port,
        SessionLifetime = project.Folder.Options.Server.Session,
        OpenMetrics = project.Folder.Options.Server.OpenMetrics,
        Limits = project.Folder.Options.Server.Limits,
        Accounts = project.Accounts,
        Tokens = project.Tokens,
        Authorizer = project.Authorizer,
        Lakehouse = project.Lakehouse,
        Jobs = project.Jobs,
        JobStore = project.JobStore,
        Idempotency = project.Idempotency,
        Drafts = project.Drafts,
        Metrics = project.Metrics,
        Checks = Checks(project),
        Logging = LoggerFactory.Create(logging => Log(logging, project.Folder.Options.Logging)),
        Time = project.Time,
    };

    /// <summary>The framework's own messages, four a request, only from warnings on: ours say the same in one.</summary>
    static void Log(ILoggingBuilder logging, LoggingOptions options)
    {
        logging.SetMinimumLevel(Enum.Parse<LogLevel>(options.Level.ToString())).AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told by the command, in words.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (options.Format == LoggingFormat.Json) logging.AddJsonConsole();
        else logging.AddSimpleConsole(console => console.SingleLine = true);
    }

    static IReadOnlyList<ReadinessCheck> Checks(ProjectHost project) =>
    [
        new("catalog", async token => _ = await project.Catalog.ListNamespacesAsync(Iceberg.Catalogs.Namespace.Root, token).ConfigureAwait(false)),
        new("warehouse", token => ProbeWarehouseAsync(project, token)),
        new("engine", async token =>
        {
            await using var session = project.Lakehouse.OpenSession(Security.Identity.Principal.System);
            await using var answer = await session.ExecuteAsync("select 1", token).ConfigureAwait(false);
        }),
    ];

    static async Task ProbeWarehouseAsync(ProjectHost project, CancellationToken cancellationToken)
    {
        var probe = Path.Combine(Directory.CreateDirectory(project.Folder.WarehouseFolder).FullName, $".ready-{Environment.ProcessId}");
        await File.WriteAllTextAsync(probe, "", cancellationToken).ConfigureAwait(false);
        File.Delete(probe);
    }
}
