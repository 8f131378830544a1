using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Storage;
using Tarn.Operate.Metrics;
using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>Tables: lists, creation, loading, dropping, and what clients report and ask about them.</summary>
sealed class TableRoutes(RestHost host, MetricRegistry metrics)
{
    const string Inside = "/v1/{prefix}/namespaces/{namespace}";
    const string All = Inside + "/tables";
    const string One = All + "/{table}";

    readonly Counter _reports = metrics.Counter("tarn_iceberg_client_reports_total", "Scan and commit reports that REST catalog clients sent.");

    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", All, Permission.BrowseCatalog, ListAsync),
        new("POST", All, Permission.ManageTables, CreateAsync) { IsChange = true },
        new("GET", One, Permission.ReadRows, LoadAsync),
        new("HEAD", One, Permission.BrowseCatalog, ExistsAsync),
        new("DELETE", One, Permission.ManageTables, DropAsync) { IsChange = true },
        new("POST", "/v1/{prefix}/tables/rename", Permission.ManageTables, RenameAsync) { IsChange = true },
        new("POST", Inside + "/register", Permission.RegisterTables, RegisterAsync) { IsChange = true },
        new("POST", One + "/unregister", Permission.ManageTables, UnregisterAsync) { IsChange = true },
        new("GET", One + "/credentials", Permission.ReadRows, CredentialsAsync),
        new("POST", One + "/sign", Permission.ReadRows, SignAsync) { IsOffered = false },
        new("POST", One + "/metrics", Permission.BrowseCatalog, ReportAsync),
    ];

    async Task<RestAnswer> ListAsync(RestCall call)
    {
        var tables = await host.Catalog.ListTablesAsync(call.Namespace, call.Token);
        var (page, next) = Page.Of(call, tables.Where(table => host.Sees(call, RestCall.SecuredTable(table))), table => table.Name);
        return RestAnswer.Json(writer => NamespaceMessages.WriteList(writer, page, next));
    }

    async Task<RestAnswer> CreateAsync(RestCall call)
    {
        var (creation, staged) = call.Read(json => TableMessages.ReadCreation(json, call.Namespace));
        host.Demand(call, Permission.ManageTables, creation.Identifier);
        if (!staged) return host.Answers.Of(await host.Catalog.CreateTableAsync(creation, call.Token));
        var metadata = await host.Catalog.StageTableAsync(creation, call.Token);
        return RestAnswer.Json(writer => TableMessages.WriteTable(writer, metadata, null));
    }

    async Task<RestAnswer> LoadAsync(RestCall call)
    {
        var refsOnly = call.Query("snapshots") switch
        {
            null or "" or "all" => false,
            "refs" => true,
            var other => throw RestException.BadRequest($"snapshots is '{other}', neither all nor refs"),
        };
        var table = await host.Catalog.LoadTableAsync(call.Table, call.Token);
        var tag = TableAnswers.TagOf(table.MetadataLocation, refsOnly);
        if (Matches(call.Header("If-None-Match"), tag)) return new RestAnswer(304, null) { Tag = tag };
        return host.Answers.Of(table.Identifier, table.Metadata, table.MetadataLocation, refsOnly);
    }

    async Task<RestAnswer> ExistsAsync(RestCall call) =>
        await host.Catalog.TableExistsAsync(call.Table, call.Token) ? RestAnswer.Nothing : throw Missing(call.Table);

    async Task<RestAnswer> DropAsync(RestCall call)
    {
        // PyIceberg writes True and False.
        var purge = call.Query("purgeRequested") is { Length: > 0 } text
            && (bool.TryParse(text, out var wanted) ? wanted : throw RestException.BadRequest($"purgeRequested is '{text}', neither true nor false"));
        var dropped = purge ? await host.Catalog.PurgeTableAsync(call.Table, call.Token) : await host.Catalog.DropTableAsync(call.Table, call.Token);
        return dropped ? RestAnswer.Nothing : throw Missing(call.Table);
    }

    async Task<RestAnswer> RenameAsync(RestCall call)
    {
        var (from, to) = call.Read(TableMessages.ReadRename);
        host.Demand(call, Permission.ManageTables, from);
        host.Demand(call, Permission.ManageTables, to);
        await host.Catalog.RenameTableAsync(from, to, call.Token);
        return RestAnswer.Nothing;
    }

    async Task<RestAnswer> RegisterAsync(RestCall call)
    {
        var (name, location, overwrite) = call.Read(TableMessages.ReadRegistration);
        var identifier = new TableIdentifier(call.Namespace, name);
        host.Demand(call, Permission.RegisterTables, identifier);
        try
        {
            return host.Answers.Of(await host.Catalog.RegisterTableAsync(identifier, location, overwrite, call.Token));
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.CorruptFile or IcebergErrorKind.Unsupported)
        {
            throw RestException.BadRequest($"{e.Message}. Nothing was registered");
        }
    }

    /// <summary>What was there last is in the answer; a commit that comes later finds no table.</summary>
    async Task<RestAnswer> UnregisterAsync(RestCall call)
    {
        var table = await host.Catalog.UnregisterTableAsync(call.Table, call.Token) ?? throw Missing(call.Table);
        return host.Answers.Of(table) with { Reload = null };
    }

    /// <summary>Files of local disks are opened by their path: there are no credentials to hand out.</summary>
    async Task<RestAnswer> CredentialsAsync(RestCall call)
    {
        var table = await host.Catalog.LoadTableAsync(call.Table, call.Token);
        LocationText.Demand(table.Location, "a table's location", host.Store);
        return RestAnswer.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("storage-credentials");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    static Task<RestAnswer> SignAsync(RestCall call) =>
        throw RestException.Unsupported($"{call.Table} is on a local disk: no request for its files needs a signature. Signing comes with tables in object stores");

    /// <summary>Counted, not kept. The table is not looked up: a report must cost its sender nothing.</summary>
    Task<RestAnswer> ReportAsync(RestCall call)
    {
        _ = call.Read(json => json.GetProperty("report-type").GetString());
        _reports.Add(1);
        return Task.FromResult(RestAnswer.Nothing);
    }

    static bool Matches(string? sent, string tag) =>
        sent is not null && sent.Split(',').Select(item => item.Trim()).Any(item => item == "*" || item == tag || item == $"W/{tag}" || $"\"{item}\"" == tag);

    static IcebergException Missing(TableIdentifier table) => new(IcebergErrorKind.NoSuchTable, $"Table does not exist: {table}");
}
