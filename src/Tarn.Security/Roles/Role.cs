using System.Collections.Immutable;

namespace Tarn.Security.Roles;

/// <summary>A named set of permissions on everything. Grants on single objects are meant to add to it.</summary>
public sealed record Role(string Name, ImmutableHashSet<Permission> Permissions)
{
    public static Role Viewer { get; } = new("viewer",
        [Permission.BrowseCatalog, Permission.ReadRows, Permission.UseJobs, Permission.UseTokens]);

    public static Role Editor { get; } = new("editor",
        Viewer.Permissions.Union([Permission.WriteRows, Permission.ManageTables, Permission.RunPipelines, Permission.WriteProject, Permission.MaintainTables, Permission.ReadOperations]));

    public static Role Admin { get; } = new("admin", [.. Enum.GetValues<Permission>()]);

    public static ImmutableArray<Role> All { get; } = [Admin, Editor, Viewer];

    public static Role? Find(string name) => All.FirstOrDefault(role => role.Name == name);

    /// <exception cref="AccessException">There is no such role.</exception>
    public static Role Named(string name) =>
        Find(name) ?? throw new AccessException(SecurityErrorKind.Invalid,
            $"there is no role \"{name}\"; the roles are {string.Join(", ", All.Select(role => role.Name))}");
}
