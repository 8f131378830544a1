using System.Collections.Immutable;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Sessions;

/// <summary>A view's definition as Tarn reads it.</summary>
internal static class ViewText
{
    public const string Dialect = "tarn";

    /// <summary>Our own dialect, the executor's, or, since much SQL is common ground, the first of another engine.</summary>
    public static string Of(View view)
    {
        var version = view.Metadata.CurrentVersion;
        var representation = version.SqlFor(Dialect) ?? version.SqlFor("duckdb") ?? version.Representations.FirstOrDefault(r => r.IsSql);
        return representation?.Sql
            ?? throw new EngineException(EngineErrorKind.NotSupported, $"The view {view} has no definition in SQL.");
    }

    public static ImmutableArray<string> NamespaceOf(View view)
    {
        var given = view.Metadata.CurrentVersion.DefaultNamespace;
        return given.IsRoot ? view.Identifier.Namespace.Levels : given.Levels;
    }
}
