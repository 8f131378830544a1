using System.Collections.Immutable;
using Tarn.Operate.Jobs;
using Tarn.Security.Roles;
using Tarn.Server.Access;
using Tarn.Server.Problems;
using Tarn.Server.Profiles;

namespace Tarn.Server.Jobs;

/// <summary>Lists, shows and cancels jobs of this and other processes.</summary>
static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder routes, JobBoard board, StatementProfiles profiles)
    {
        var group = routes.MapGroup("/api/ui/v1/jobs").Require(Permission.UseJobs).WithTags("jobs");
        group.MapGet("/", (Caller caller, int? limit, string? state, string? kind, string? before, CancellationToken cancellationToken) =>
            ListAsync(board, caller, limit, state, kind, before, cancellationToken));
        group.MapGet("/{id}", (string id, Caller caller, CancellationToken cancellationToken) => ShowAsync(board, caller, id, cancellationToken));
        group.MapGet("/{id}/profile", (string id, Caller caller, CancellationToken cancellationToken) => ProfileAsync(board, profiles, caller, id, cancellationToken));
        group.MapPost("/{id}/cancel", (string id, Caller caller, CancellationToken cancellationToken) => CancelAsync(board, caller, id, cancellationToken));
    }

    static async Task<Ok<JobsAnswer>> ListAsync(
        JobBoard board, Caller caller, int? limit, string? state, string? kind, string? before, CancellationToken cancellationToken)
    {
        var filter = new JobListing(
            Math.Clamp(limit ?? 100, 1, JobListing.MaxLimit),
            Words(state, "state", JobPages.StateOf),
            Words(kind, "kind", JobPages.KindOf),
            before is null ? null : JobId.TryParse(before, out var id) ? id : throw Invalid("before", before));
        return TypedResults.Ok(await board.ListAsync(filter, caller.Principal, cancellationToken));
    }

    static async Task<Ok<JobAnswer>> ShowAsync(JobBoard board, Caller caller, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await board.ShowAsync(id, caller.Principal, cancellationToken));

    static async Task<Ok<ProfileAnswer>> ProfileAsync(JobBoard board, StatementProfiles profiles, Caller caller, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await profiles.FindAsync(board, id, caller.Principal, cancellationToken));

    static async Task<Accepted<JobAnswer>> CancelAsync(JobBoard board, Caller caller, string id, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await board.CancelAsync(id, caller.Principal, cancellationToken));

    static ImmutableArray<T> Words<T>(string? text, string parameter, Func<string, T?> parse) where T : struct =>
        string.IsNullOrEmpty(text) ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => parse(word) ?? throw Invalid(parameter, word))];

    static ServerException Invalid(string parameter, string word) =>
        new(ProblemKind.InvalidRequest, $"\"{word}\" is no value for {parameter}; see the reference of GET /jobs.");
}
