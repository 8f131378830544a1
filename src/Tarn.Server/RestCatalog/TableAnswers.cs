using System.Security.Cryptography;
using System.Text;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Server.RestCatalog;

/// <summary>Tables and views as answers, with the tag of their version and form.</summary>
sealed class TableAnswers(ICatalog catalog)
{
    readonly TableBodies _bodies = new();

    const string TableMark = "table\u001f";
    const string ViewMark = "view\u001f";

    /// <param name="identifier">The table.</param>
    /// <param name="metadata">All of it.</param>
    /// <param name="location">The file that holds it.</param>
    /// <param name="refsOnly">Leave out snapshots that no branch or tag points to; the logs stay whole.</param>
    public RestAnswer Of(TableIdentifier identifier, TableMetadata metadata, string location, bool refsOnly = false)
    {
        var tag = TagOf(location, refsOnly);
        var answer = _bodies.Of(tag, () => RestAnswer.Json(writer => TableMessages.WriteTable(writer, refsOnly ? OnlyReferenced(metadata) : metadata, location)));
        return answer with { Tag = tag, Reload = TableMark + NameOf(identifier) };
    }

    public RestAnswer Of(Table table) => Of(table.Identifier, table.Metadata, table.MetadataLocation);

    public static RestAnswer OfView(View view) =>
        RestAnswer.Json(writer => ViewMessages.WriteView(writer, view.Metadata, view.MetadataLocation)) with { Reload = ViewMark + NameOf(view.Identifier) };

    /// <summary>A metadata file never changes, so its name is the version.</summary>
    public static string TagOf(string location, bool refsOnly) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)).AsSpan(0, 16))}-{(refsOnly ? "refs" : "all")}\"";

    /// <summary>The present state of what an earlier answer described.</summary>
    public async Task<RestAnswer> ReloadAsync(string reload, CancellationToken cancellationToken)
    {
        var isView = reload.StartsWith(ViewMark, StringComparison.Ordinal);
        var levels = RestNames.Parse(reload[(isView ? ViewMark : TableMark).Length..]);
        var identifier = new TableIdentifier(levels.Parent, levels.Name);
        return isView
            ? OfView(await catalog.LoadViewAsync(identifier, cancellationToken).ConfigureAwait(false))
            : Of(await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false));
    }

    static string NameOf(TableIdentifier identifier) => string.Join(RestNames.LevelSeparator, identifier.Namespace.Levels.Add(identifier.Name));

    static TableMetadata OnlyReferenced(TableMetadata metadata)
    {
        var referenced = metadata.Refs.Values.Select(reference => reference.SnapshotId).ToHashSet();
        return metadata with { Snapshots = metadata.Snapshots.RemoveAll(snapshot => !referenced.Contains(snapshot.SnapshotId)) };
    }
}
