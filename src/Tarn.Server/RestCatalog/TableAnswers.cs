using System.Security.Cryptography;
using System.Text;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Views;

namespace Tarn.Server.RestCatalog;

/// <summary>Tables and views as answers, with the tag of their version and form.</summary>
static class TableAnswers
{
    const string TableMark = "table\u001f";
    const string ViewMark = "view\u001f";

    /// <param name="identifier">The table.</param>
    /// <param name="metadata">All of it.</param>
    /// <param name="location">The file that holds it.</param>
    /// <param name="refsOnly">Leave out snapshots that no branch or tag points to; the logs stay whole.</param>
    public static RestAnswer Of(TableIdentifier identifier, TableMetadata metadata, string location, bool refsOnly = false)
    {
        var shown = refsOnly ? OnlyReferenced(metadata) : metadata;
        return RestAnswer.Json(writer => TableMessages.WriteTable(writer, shown, location)) with
        {
            Tag = TagOf(location, refsOnly),
            Reload = TableMark + NameOf(identifier),
        };
    }

    public static RestAnswer Of(Table table) => Of(table.Identifier, table.Metadata, table.MetadataLocation);

    public static RestAnswer Of(View view) =>
        RestAnswer.Json(writer => ViewMessages.WriteView(writer, view.Metadata, view.MetadataLocation)) with { Reload = ViewMark + NameOf(view.Identifier) };

    /// <summary>A metadata file never changes, so its name is the version.</summary>
    public static string TagOf(string location, bool refsOnly) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)).AsSpan(0, 16))}-{(refsOnly ? "refs" : "all")}\"";

    /// <summary>The present state of what an earlier answer described.</summary>
    public static async Task<RestAnswer> ReloadAsync(ICatalog catalog, string reload, CancellationToken cancellationToken)
    {
        var isView = reload.StartsWith(ViewMark, StringComparison.Ordinal);
        var levels = RestNames.Parse(reload[(isView ? ViewMark : TableMark).Length..]);
        var identifier = new TableIdentifier(levels.Parent, levels.Name);
        return isView
            ? Of(await catalog.LoadViewAsync(identifier, cancellationToken).ConfigureAwait(false))
            : Of(await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false));
    }

    static string NameOf(TableIdentifier identifier) => string.Join(RestNames.LevelSeparator, identifier.Namespace.Levels.Add(identifier.Name));

    static TableMetadata OnlyReferenced(TableMetadata metadata)
    {
        var referenced = metadata.Refs.Values.Select(reference => reference.SnapshotId).ToHashSet();
        return metadata with { Snapshots = metadata.Snapshots.RemoveAll(snapshot => !referenced.Contains(snapshot.SnapshotId)) };
    }
}
