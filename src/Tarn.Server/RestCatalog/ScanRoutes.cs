using System.Globalization;
using System.Text.Json;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Security.Roles;

namespace Tarn.Server.RestCatalog;

/// <summary>Planning of scans by the server: a client gets the files to read without reading a manifest itself.</summary>
sealed class ScanRoutes(RestHost host)
{
    const string One = "/v1/{prefix}/namespaces/{namespace}/tables/{table}";

    readonly ScanPlans _plans = new();

    public IEnumerable<RestRoute> Routes =>
    [
        new("POST", One + "/plan", Permission.ReadRows, PlanAsync) { IsChange = true },
        new("GET", One + "/plan/{plan-id}", Permission.ReadRows, FetchAsync),
        new("DELETE", One + "/plan/{plan-id}", Permission.ReadRows, CancelAsync) { IsChange = true },
        new("POST", One + "/tasks", Permission.ReadRows, FetchTasksAsync) { IsChange = true },
    ];

    async Task<RestAnswer> PlanAsync(RestCall call)
    {
        var request = call.Read(PlanRequest.Read);
        var table = await host.Catalog.LoadTableAsync(call.Table, call.Token);
        var (scan, filtered) = ScanOf(table, request);
        var plan = await scan.PlanAsync(call.Token);
        var stats = request.StatsFields.Select(name => plan.Schema.FindField(name)?.Id).OfType<int>().ToHashSet();
        var entry = new ScanPlanEntry(call.Table, plan, new ScanMessages(table.Metadata, stats), filtered && request.WantsResidual);
        return Answer(entry, _plans.Add(entry));
    }

    Task<RestAnswer> FetchAsync(RestCall call)
    {
        var id = call.Part("plan-id");
        var plan = _plans.Find(id, call.Table) ?? throw RestException.NotFound("NoSuchPlanIdException", $"The plan id does not exist: {id}");
        return Task.FromResult(Answer(plan, id));
    }

    Task<RestAnswer> CancelAsync(RestCall call)
    {
        var id = call.Part("plan-id");
        return _plans.Remove(id, call.Table) ? Task.FromResult(RestAnswer.Nothing) : throw RestException.NotFound("NoSuchPlanIdException", $"The plan id does not exist: {id}");
    }

    Task<RestAnswer> FetchTasksAsync(RestCall call)
    {
        var task = call.Read(json => json.GetProperty("plan-task").GetString() ?? "");
        var parts = task.Split('.');
        if (parts is not [var id, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            || _plans.Find(id, call.Table) is not { } plan || part < 1 || part >= plan.Parts)
            throw RestException.NotFound("NoSuchPlanTaskException", $"The plan task does not exist: {task}");
        return Task.FromResult(RestAnswer.Json(writer =>
        {
            writer.WriteStartObject();
            plan.Messages.WriteTasks(writer, plan.Part(part), plan.WithResidual);
            writer.WriteEndObject();
        }));
    }

    static RestAnswer Answer(ScanPlanEntry plan, string id) => RestAnswer.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "completed");
        writer.WriteString("plan-id", id);
        WriteParts(writer, plan, id);
        plan.Messages.WriteTasks(writer, plan.Part(0), plan.WithResidual);
        writer.WriteEndObject();
    });

    /// <summary>What does not fit into the first answer is fetched part by part.</summary>
    static void WriteParts(Utf8JsonWriter writer, ScanPlanEntry plan, string id)
    {
        if (plan.Parts == 1) return;
        writer.WriteStartArray("plan-tasks");
        for (var part = 1; part < plan.Parts; part++) writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{id}.{part}"));
        writer.WriteEndArray();
    }

    /// <summary>The filter is in the names of the schema that the client reads in; where that is not the one planned in, nothing is left out by it.</summary>
    (TableScan Scan, bool Filtered) ScanOf(Table table, PlanRequest request)
    {
        var current = request.SnapshotId is null || (request.SnapshotId == table.Metadata.CurrentSnapshotId && !request.UseSnapshotSchema);
        SnapshotSelector selector = current ? new SnapshotSelector.Current() : new SnapshotSelector.ById(request.SnapshotId!.Value);
        var filtered = current || request.UseSnapshotSchema || table.Metadata.SchemaFor(selector).SchemaId == table.Metadata.CurrentSchemaId;
        var filter = filtered ? request.Filter : Expression.True;
        return (new TableScan(table.Metadata, table.Store) { Selector = selector, AppendedAfter = request.After, Filter = filter, CaseSensitive = request.CaseSensitive, Manifests = host.Manifests }, filtered);
    }
}
