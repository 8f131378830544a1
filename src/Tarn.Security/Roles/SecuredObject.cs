using System.Collections.Immutable;

namespace Tarn.Security.Roles;

/// <summary>What a permission is asked for.</summary>
public abstract record SecuredObject
{
    /// <summary>The installation as a whole.</summary>
    public static SecuredObject Everything { get; } = new Installation();

    public sealed record Installation : SecuredObject
    {
        public override string ToString() => "this installation";
    }

    public sealed record Namespace(ImmutableArray<string> Levels) : SecuredObject
    {
        public override string ToString() => $"namespace {string.Join('.', Levels)}";
    }

    /// <summary>A table or view.</summary>
    public sealed record Table(ImmutableArray<string> Levels, string Name) : SecuredObject
    {
        public override string ToString() => $"table {string.Join('.', Levels.Add(Name))}";
    }
}
