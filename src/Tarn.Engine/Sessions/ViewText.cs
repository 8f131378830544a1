using System.Collections.Immutable;
using Tarn.Engine.Sql.Dialects;
using Tarn.Engine.Sql.Lexing;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Sessions;

/// <summary>A view's definition as Tarn reads it.</summary>
/// <param name="Sql">The query.</param>
/// <param name="Foreign">The dialect of another engine that it is written in; null for ours, the executor's, and what its owner says is read as ours.</param>
internal sealed record ViewText(string Sql, ForeignDialect? Foreign)
{
    public const string Dialect = "tarn";

    /// <summary>Where Spark keeps the names of a query's own columns, in their order, when the view's are others.</summary>
    const string QueryColumns = "spark.query-column-names";

    /// <summary>The definition in our own dialect or the executor's, else all there are: the first of them that is common ground is read.</summary>
    public static ImmutableArray<ViewText> Of(View view)
    {
        var version = view.Metadata.CurrentVersion;
        if ((version.SqlFor(Dialect) ?? version.SqlFor("duckdb")) is { } own) return [new ViewText(own.Sql ?? "", null)];
        if (view.Metadata.Properties.GetValueOrDefault(ForeignDialect.ReadsDialect) is { } read && version.SqlFor(read) is { } trusted) return [new ViewText(ForeignDialect.Of(read).Requote(trusted.Sql ?? ""), null)];
        ImmutableArray<ViewText> all = [.. version.Representations.Where(r => r.IsSql).Select(r => new ViewText(r.Sql ?? "", ForeignDialect.Of(r.Dialect ?? "")))];
        return all.IsEmpty ? throw new EngineException(EngineErrorKind.NotSupported, $"The view {view} has no definition in SQL.") : all;
    }

    public SqlText Read() => SqlText.Read(Foreign is null ? Sql : new CommonGround(Foreign).Requote(Sql));

    /// <summary>The text as it is stored, for people.</summary>
    public static ViewRepresentation Shown(View view)
    {
        var version = view.Metadata.CurrentVersion;
        return version.SqlFor(Dialect) ?? version.SqlFor("duckdb") ?? version.Representations.FirstOrDefault(r => r.IsSql)
            ?? throw new EngineException(EngineErrorKind.NotSupported, $"The view {view} has no definition in SQL.");
    }

    /// <summary>The names that the query's columns had when the view was made, in the order of the view's.</summary>
    public static ImmutableArray<string> ColumnsOf(View view)
    {
        ImmutableArray<string> own = [.. view.Metadata.Schema.Fields.Select(f => f.Name)];
        var given = view.Metadata.Properties.GetValueOrDefault(QueryColumns)?.Split(',');
        return given?.Length == own.Length ? [.. given] : own;
    }

    public static ImmutableArray<string> NamespaceOf(View view)
    {
        var given = view.Metadata.CurrentVersion.DefaultNamespace;
        return given.IsRoot ? view.Identifier.Namespace.Levels : given.Levels;
    }
}
