using System.Collections.Immutable;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Views;

/// <summary>One change of a view's metadata, in the words of the REST catalog specification (<c>ViewUpdate</c>).</summary>
public abstract record ViewUpdate
{
    /// <summary>The id that means the version added last in the same commit.</summary>
    public const int LastAdded = -1;

    private ViewUpdate()
    {
    }

    public sealed record AssignUuid(Guid Uuid) : ViewUpdate;

    public sealed record UpgradeFormatVersion(int FormatVersion) : ViewUpdate;

    public sealed record AddSchema(Schema Schema) : ViewUpdate;

    public sealed record SetLocation(string Location) : ViewUpdate;

    public sealed record SetProperties(ImmutableSortedDictionary<string, string> Updates) : ViewUpdate;

    public sealed record RemoveProperties(ImmutableArray<string> Removals) : ViewUpdate;

    /// <summary>A schema id of -1 in the version means the schema added last.</summary>
    public sealed record AddViewVersion(ViewVersion Version) : ViewUpdate;

    public sealed record SetCurrentViewVersion(int VersionId) : ViewUpdate;
}

/// <summary>What must be true of a view for a commit to happen.</summary>
public abstract record ViewRequirement
{
    private ViewRequirement()
    {
    }

    public sealed record AssertViewUuid(Guid Uuid) : ViewRequirement;
}
