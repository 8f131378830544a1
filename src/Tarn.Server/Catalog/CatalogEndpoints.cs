using System.Globalization;
using Tarn.Security.Roles;
using Tarn.Server.Access;

namespace Tarn.Server.Catalog;

/// <summary>The catalog as the UI shows it: tree, table page, search.</summary>
static class CatalogEndpoints
{
    const int MostFound = 100;
    const int MostSnapshots = 1_000;

    public static void MapCatalog(this IEndpointRouteBuilder routes, TableDesk desk)
    {
        var group = routes.MapGroup("/api/ui/v1").Require(Permission.BrowseCatalog).WithTags("catalog");
        group.MapGet("/catalog", (Caller caller, CancellationToken cancellationToken) => TreeAsync(desk, caller, cancellationToken));
        group.MapGet("/catalog/{ns}/{table}", (string ns, string table, Caller caller, CancellationToken cancellationToken) =>
            DetailAsync(desk, caller, ns, table, cancellationToken));
        group.MapGet("/find", (string? q, int? limit, Caller caller, CancellationToken cancellationToken) =>
            FindAsync(desk, caller, q, limit, cancellationToken));

        var rows = routes.MapGroup("/api/ui/v1/catalog/{ns}/{table}").Require(Permission.ReadRows).WithTags("catalog");
        rows.MapGet("/snapshots", (string ns, string table, string? before, int? limit, Caller caller, CancellationToken cancellationToken) =>
            SnapshotsAsync(desk, caller, ns, table, before, limit, cancellationToken));
        rows.MapGet("/files", (string ns, string table, string? snapshot, Caller caller, CancellationToken cancellationToken) =>
            FilesAsync(desk, caller, ns, table, snapshot, cancellationToken));
        rows.MapPost("/diff", (string ns, string table, DiffCall call, Caller caller, CancellationToken cancellationToken) =>
            DiffAsync(desk, caller, ns, table, call, cancellationToken));
    }

    static async Task<Ok<CatalogAnswer>> TreeAsync(TableDesk desk, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.TreeAsync(caller.Principal, cancellationToken));

    static async Task<Ok<TableAnswer>> DetailAsync(TableDesk desk, Caller caller, string ns, string table, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.DetailAsync(TableDesk.Identify(ns, table), caller.Principal, cancellationToken));

    static async Task<Ok<FindAnswer>> FindAsync(TableDesk desk, Caller caller, string? q, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.FindAsync(q ?? "", Math.Clamp(limit ?? 12, 1, MostFound), caller.Principal, cancellationToken));

    static async Task<Ok<TimelineAnswer>> SnapshotsAsync(
        TableDesk desk, Caller caller, string ns, string table, string? before, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.SnapshotsAsync(TableDesk.Identify(ns, table), Id(before), Math.Clamp(limit ?? 200, 1, MostSnapshots), caller.Principal, cancellationToken));

    static async Task<Ok<FilesAnswer>> FilesAsync(TableDesk desk, Caller caller, string ns, string table, string? snapshot, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.FilesAsync(TableDesk.Identify(ns, table), Id(snapshot), caller.Principal, cancellationToken));

    static async Task<Ok<DiffAnswer>> DiffAsync(TableDesk desk, Caller caller, string ns, string table, DiffCall call, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.DiffAsync(TableDesk.Identify(ns, table), call, caller.Principal, cancellationToken));

    static long? Id(string? text) => text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new Problems.ServerException(Problems.ProblemKind.InvalidRequest, $"\"{text}\" is no snapshot id.");
}
